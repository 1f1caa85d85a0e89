import { z } from 'zod';
import { count, list } from '../schemas.ts';

/** A network interface of the host that Vigie runs on. */
export const networkInterface = z.object({
  name: z.string(),
  mac: z.string().nullable(),
  /** Up and with a carrier. */
  up: z.boolean(),
  mtuBytes: count.nullable(),
  /** LINKTYPE_ that its frames have; `null`: it cannot be listened on. */
  linkType: count.nullable(),
});
export type NetworkInterface = z.infer<typeof networkInterface>;
export const interfaceList = z.object({ items: list(networkInterface) });
