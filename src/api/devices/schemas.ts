import { z } from 'zod';
import { DEVICE_TYPES } from '../../model/device-types.ts';
import {
  count,
  IN_ORDER,
  id,
  inOrder,
  instant,
  list,
  page,
  scope,
  scopeQuery,
  several,
  siteId,
  whole,
  withRange,
  yesNo,
} from '../schemas.ts';

export const DEVICE_SORTS = [
  'name',
  'type',
  'vendor',
  'model',
  'os',
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
const deviceFilter = {
  /** Full text: every word begins a name, an address, a MAC, a vendor, a model, a tag or a word of the notes. */
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
  /** Known within this time: last seen at or after `from`, first seen before `to`. */
  ...scope,
};
const deviceFilterQuery = z.strictObject(deviceFilter);

export const deviceListQuery = z
  .strictObject({
    ...page,
    sort: z.enum(DEVICE_SORTS).exactOptional(),
    order: z.enum(['asc', 'desc']).exactOptional(),
    ...deviceFilter,
  })
  .refine(inOrder, IN_ORDER)
  .transform(({ limit, offset, sort, order, ...filter }) => ({
    limit,
    offset,
    ...(sort === undefined ? {} : { sort }),
    ...(order === undefined ? {} : { descending: order === 'desc' }),
    filter: filterOf(filter),
  }));

/** The inventory as a file: the same conditions as the list. */
export const cmdbQuery = z
  .strictObject({ ...deviceFilter, format: z.enum(['csv', 'json']).default('csv') })
  .refine(inOrder, IN_ORDER)
  .transform(({ format, ...filter }) => ({ format, filter: filterOf(filter) }));

function filterOf(query: z.output<typeof deviceFilterQuery>) {
  const { q, type, vendor, capture, site, from, to, activeSince, ...rest } = query;
  const since = Math.max(activeSince ?? Number.NEGATIVE_INFINITY, from ?? Number.NEGATIVE_INFINITY);
  return {
    ...rest,
    ...(since === Number.NEGATIVE_INFINITY ? {} : { activeSince: since }),
    ...(to === undefined ? {} : { knownBefore: to }),
    ...(q === undefined ? {} : { text: q }),
    ...(type === undefined ? {} : { types: type }),
    ...(vendor === undefined ? {} : { vendors: vendor }),
    ...(capture === undefined ? {} : { captureId: capture }),
    ...(site === undefined ? {} : { siteId: site }),
  };
}

/** Absent stays as it is; a name, type or site of `null` is what was found. */
export const devicePatch = z.strictObject({
  name: z.string().max(200).nullable().exactOptional(),
  type: deviceType.nullable().exactOptional(),
  notes: z.string().max(10_000).exactOptional(),
  tags: z.array(z.string().min(1).max(64)).max(32).exactOptional(),
  flagged: z.boolean().exactOptional(),
  siteId: siteId.nullable().exactOptional(),
});

const common = {
  id,
  name: z.string().nullable(),
  type: deviceType,
  vendor: z.string().nullable(),
  model: z.string().nullable(),
  os: z.string().nullable(),
  ip: z.string().nullable(),
  /** How many addresses it has or had. */
  ipCount: count,
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
const sites = list(z.object({ id, name: z.string() }));
/** `sites`: of the captures that saw it. */
const found = z.object({ name: z.string().nullable(), type: deviceType, sites });

export const deviceDetail = z.object({
  ...common,
  captures: list(z.string()),
  /** Where people say it is, else where it was seen. */
  sites,
  notes: z.string(),
  addresses,
  addressesBehind: count,
  names,
  attributes,
  /** Without what people say. */
  found,
  /** What people say; `null` where they leave it to what was found. */
  words: z.object({ name: z.string().nullable(), type: deviceType.nullable(), siteId: siteId.nullable() }),
});
const facet = <Value extends z.ZodType>(value: Value) => list(z.object({ value, devices: count }));
export const facetsQuery = z.strictObject({ site: siteId.exactOptional() });
/** What the list can be narrowed to, the most frequent first. */
export const deviceFacets = z.object({
  types: facet(deviceType),
  vendors: facet(z.string()),
  vlans: facet(z.number().int()),
  tags: facet(z.string()),
});

const services = z.object({
  services: list(
    z.object({
      protocol: z.string(),
      appProtocol: z.string().nullable(),
      port: z.number().int(),
      flows: count,
      /** How many of them were answered: over TCP, accepted. */
      answered: count,
      /** Distinct addresses at the other end. */
      peers: count,
      bytesSent: count,
      bytesReceived: count,
      firstSeen: z.string(),
      lastSeen: z.string(),
    }),
  ),
  leftOut: count,
});
/** From conversations: those it answered in, and those it asked for. */
export const deviceServices = z.object({ offered: services, used: services });
export const servicesQuery = scopeQuery;

/** Why it is called and typed as it is. */
export const deviceEvidence = z.object({ id, found, names, addresses, attributes });

export const bandwidthQuery = z
  .strictObject({ ...scope, maxPoints: whole(10, 5000).default(300) })
  .refine(inOrder, IN_ORDER)
  .transform(withRange);
