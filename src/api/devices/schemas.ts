import { z } from 'zod';
import { DEVICE_TYPES } from '../../model/analysis.ts';
import {
  count,
  IN_ORDER,
  id,
  inOrder,
  instant,
  list,
  page,
  scope,
  several,
  whole,
  withRange,
  yesNo,
} from '../schemas.ts';

export const DEVICE_SORTS = [
  'name',
  'type',
  'vendor',
  'ip',
  'mac',
  'vlan',
  'tags',
  'flagged',
  'gateway',
  'packetsSent',
  'packetsReceived',
  'bytesSent',
  'bytesReceived',
  'firstSeen',
  'lastSeen',
  'captures',
] as const;

const deviceType = z.enum(DEVICE_TYPES);
const text = z.string().min(1).max(200);

/** Conditions hold together; of several types or vendors one is enough. */
export const deviceListQuery = z
  .strictObject({
    ...page,
    sort: z.enum(DEVICE_SORTS).exactOptional(),
    order: z.enum(['asc', 'desc']).exactOptional(),
    /** Full text: every word begins a name, an address, a MAC, a vendor, a tag or a word of the notes. */
    q: text.exactOptional(),
    type: several(deviceType).exactOptional(),
    vendor: z
      .preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(text))
      .exactOptional(),
    vlan: whole(0, 4095).exactOptional(),
    tag: text.exactOptional(),
    flagged: yesNo.exactOptional(),
    gateway: yesNo.exactOptional(),
    activeSince: instant.exactOptional(),
    subnet: z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]).exactOptional(),
    capture: text.exactOptional(),
  })
  .transform(({ limit, offset, sort, order, q, type, vendor, capture, ...filter }) => ({
    limit,
    offset,
    ...(sort === undefined ? {} : { sort }),
    ...(order === undefined ? {} : { descending: order === 'desc' }),
    filter: {
      ...filter,
      ...(q === undefined ? {} : { text: q }),
      ...(type === undefined ? {} : { types: type }),
      ...(vendor === undefined ? {} : { vendors: vendor }),
      ...(capture === undefined ? {} : { captureId: capture }),
    },
  }));

/** Absent stays as it is; a name or type of `null` is what was found. */
export const devicePatch = z.strictObject({
  name: z.string().max(200).nullable().exactOptional(),
  type: deviceType.nullable().exactOptional(),
  notes: z.string().max(10_000).exactOptional(),
  tags: z.array(z.string().min(1).max(64)).max(32).exactOptional(),
  flagged: z.boolean().exactOptional(),
});

const common = {
  id,
  name: z.string().nullable(),
  type: deviceType,
  vendor: z.string().nullable(),
  ip: z.string().nullable(),
  macs: list(z.string()),
  vlans: list(z.number().int()),
  tags: list(z.string()),
  flagged: z.boolean(),
  isGateway: z.boolean(),
  packetsSent: count,
  packetsReceived: count,
  bytesSent: count,
  bytesReceived: count,
  firstSeen: instant.nullable(),
  lastSeen: instant.nullable(),
  version: count,
};
export const deviceSummary = z.object({ ...common, captures: count });
export const devicePage = z.object({ items: list(deviceSummary), total: count });

const names = list(z.object({ value: z.string(), source: z.string() }));
const addresses = list(
  z.object({
    ip: z.string(),
    vlan: z.number().int().nullable(),
    intervals: list(z.object({ firstSeen: instant, lastSeen: instant })),
  }),
);
const attributes = z.record(
  z.string(),
  list(
    z.object({
      value: z.string(),
      confidence: z.number(),
      evidence: list(
        z.object({ source: z.string(), at: z.string(), packet: count, file: count, capture: z.string() }),
      ),
    }),
  ),
);
const found = z.object({ name: z.string().nullable(), type: deviceType });

export const deviceDetail = z.object({
  ...common,
  captures: list(z.string()),
  notes: z.string(),
  addresses,
  addressesBehind: count,
  names,
  attributes,
  /** Without what people say. */
  found,
});
/** Why it is called and typed as it is. */
export const deviceEvidence = z.object({ id, found, names, addresses, attributes });

export const bandwidthQuery = z
  .strictObject({ ...scope, maxPoints: whole(10, 5000).default(300) })
  .refine(inOrder, IN_ORDER)
  .transform(withRange);
