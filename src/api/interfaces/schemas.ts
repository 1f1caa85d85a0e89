import { z } from 'zod';
import type { MessageKey } from '../../model/messages/message.ts';
import { count, id, instant, list, siteId } from '../schemas.ts';

/** One interface that is listened on, and the capture that it fills. */
export const listeningView = z.object({
  captureId: id,
  interface: z.string(),
  filter: z.string().nullable(),
  /**
   * `down`: set down or without a carrier; `gone`: deleted; listening goes on by itself when the interface returns.
   * `ended` and `failed` are told once, and then left out of lists.
   */
  state: z.enum(['starting', 'up', 'down', 'gone', 'stopping', 'ended', 'failed']),
  startedAt: instant,
  /** Since the start; bytes as on the wire. */
  packets: count,
  bytes: count,
  /** Of the last interval. */
  packetsPerSecond: z.number().min(0),
  bitsPerSecond: z.number().min(0),
  /** Frames that the kernel put in the ring, and those that found it full. */
  received: count,
  dropped: count,
  /** Rows that found the queue of the telemetry store full: they are lost. */
  rowsDropped: count,
  conversations: count,
  /** Source MACs. */
  devices: count,
  /** Of one core: 0.07 is 7 %. */
  cpuShare: z.number().min(0),
  /** One sentence: why it failed, or what a store last refused and has not taken since. */
  error: z.string().nullable(),
});
export type ListeningDocument = z.output<typeof listeningView>;

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
export const interfaceList = z.object({
  items: list(networkInterface.extend({ listening: listeningView.nullable() })),
});

/** As Linux takes it (dev_valid_name), with room to spare. */
export const interfaceName = z.strictObject({
  name: z.string().regex(/^[^\s/]{1,64}$/, 'expected.interface' satisfies MessageKey),
});

/** How to listen: everything may be left out. */
export const listenBody = z
  .strictObject({
    /** In the language of tcpdump. */
    filter: z.string().max(4096).nullable().exactOptional(),
    promiscuous: z.boolean().exactOptional(),
    /** Bytes kept of each frame. */
    snapLength: z.number().int().min(64).max(262_144).nullable().exactOptional(),
    /** Where it listens: of the capture that it fills. */
    siteId: siteId.nullable().exactOptional(),
  })
  .nullish();
