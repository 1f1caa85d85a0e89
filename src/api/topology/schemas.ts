import { z } from 'zod';
import { DEVICE_TYPES } from '../../model/device-types.ts';
import { count, IN_ORDER, id, inOrder, list, scope, vlanOrNone, whole, withRange } from '../schemas.ts';

export const MOST_NODES = 20_000;
export const MOST_EDGES = 100_000;

export const topologyQuery = z
  .strictObject({
    ...scope,
    vlan: vlanOrNone.exactOptional(),
    /** Only this device, those it talks to, and what they say to each other. */
    device: id.exactOptional(),
    maxNodes: whole(1, MOST_NODES).default(500),
    maxEdges: whole(1, MOST_EDGES).default(2000),
  })
  .refine(inOrder, IN_ORDER)
  .transform(withRange);

export const matrixQuery = z
  .strictObject({ ...scope, vlan: vlanOrNone.exactOptional(), maxDevices: whole(2, 500).default(50) })
  .refine(inOrder, IN_ORDER)
  .transform(withRange);

/** `null` where the inventory does not know the device. */
export const label = z
  .object({
    id: z.string(),
    name: z.string().nullable(),
    type: z.enum(DEVICE_TYPES),
    vendor: z.string().nullable(),
    ip: z.string().nullable(),
    /** Those it was seen in. */
    vlans: list(z.number().int()),
  })
  .nullable();

export const topology = z.object({
  nodes: list(z.object({ device: z.string(), packets: count, bytes: count, peers: count, label })),
  edges: list(z.object({ a: z.string(), b: z.string(), packets: count, bytes: count })),
  totalNodes: count,
  totalEdges: count,
  nodesLeftOut: count,
  edgesLeftOut: count,
  bytesLeftOut: count,
});

export const matrix = z.object({
  sides: list(z.object({ device: z.string(), label })),
  cells: list(z.object({ from: z.string(), to: z.string(), packets: count, bytes: count })),
  sidesLeftOut: count,
});

const vlanSide = z.number().int().nullable();
/** Each side by the VLAN that its address is in; `null`: untagged. */
export const vlanMatrix = z.object({
  sides: list(z.object({ vlan: vlanSide, name: z.string().nullable() })),
  cells: list(z.object({ from: vlanSide, to: vlanSide, packets: count, bytes: count })),
});
