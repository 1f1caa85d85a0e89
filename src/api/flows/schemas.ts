import { z } from 'zod';
import { count, IN_ORDER, id, inOrder, list, page, scope, vlanOrNone, whole, withRange } from '../schemas.ts';
import { label } from '../topology/schemas.ts';

export const FLOW_SORTS = [
  'firstSeen',
  'lastSeen',
  'duration',
  'protocol',
  'appProtocol',
  'serverName',
  'srcDevice',
  'dstDevice',
  'srcIp',
  'dstIp',
  'srcPort',
  'dstPort',
  'vlan',
  'packets',
  'bytes',
  'packetsOut',
  'packetsBack',
  'bytesOut',
  'bytesBack',
  'handshakeRtt',
  'tcpFlags',
  'retransmissions',
] as const;

const name = z.string().min(1).max(200);

/** Conditions hold together. */
export const flowFilter = {
  ...scope,
  /** Together with `device`: flows between the two. */
  peer: id.exactOptional(),
  address: z.union([z.ipv4(), z.ipv6()]).exactOptional(),
  port: whole(0, 65_535).exactOptional(),
  protocol: name.exactOptional(),
  app: name.exactOptional(),
  vlan: vlanOrNone.exactOptional(),
  serverName: name.exactOptional(),
};
const listing = {
  ...page,
  sort: z.enum(FLOW_SORTS).default('firstSeen'),
  order: z.enum(['asc', 'desc']).default('desc'),
};
export const flowQuery = z
  .strictObject({ ...flowFilter, device: id.exactOptional(), ...listing })
  .refine(inOrder, IN_ORDER)
  .transform(withRange);
export const flowsOfDeviceQuery = z
  .strictObject({ ...flowFilter, ...listing })
  .refine(inOrder, IN_ORDER)
  .transform(withRange);

/** What names a flow for good. */
export const flowRow = z.strictObject({ capture: id, row: whole(0, 2 ** 32 - 1) });

const endpoint = z.object({
  mac: z.string().nullable(),
  ip: z.string().nullable(),
  port: z.number().int().nullable(),
});

export const flow = z.object({
  /** `capture` and `row` together name a flow for good. */
  capture: z.string(),
  row: count,
  protocol: z.string(),
  src: endpoint,
  dst: endpoint,
  srcDevice: z.string().nullable(),
  dstDevice: z.string().nullable(),
  /** The device is at home in another VLAN, and counts this traffic there. */
  srcRouted: z.boolean(),
  dstRouted: z.boolean(),
  /** What these are called now. */
  srcLabel: label,
  dstLabel: label,
  vlan: z.number().int().nullable(),
  outerVlan: z.number().int().nullable(),
  appProtocol: z.string().nullable(),
  serverName: z.string().nullable(),
  packets: count,
  bytes: count,
  packetsBack: count,
  bytesBack: count,
  firstSeen: z.string(),
  lastSeen: z.string(),
  tcpFlags: count.nullable(),
  tcp: z
    .object({ flags: count, flagsBack: count, syn: count, rst: count, fin: count, retransmissions: count })
    .nullable(),
  minBytes: count,
  maxBytes: count,
  handshakeRttMs: z.number().nullable(),
  tunnel: z.string().nullable(),
  packet: count,
  file: count,
});
export type Flow = z.infer<typeof flow>;

export const flowPage = z.object({ items: list(flow), total: count });
