import { InputError } from '../../../base/errors.ts';
import { parseIpv4, parseIpv6 } from '../../../base/ip.ts';
import type { Micros } from '../../../base/time.ts';
import type { DeviceType } from '../../../model/device-types.ts';
import { say } from '../../../model/messages/message.ts';
import { wrongField } from '../../../model/messages/refusal.ts';
import { cleanText } from '../json.ts';
import { isOfSite } from '../sites/of-site.ts';
import { searchQuery } from './search-terms.ts';

/** Expressions, not columns: MACs and VLANs are sorted by their lowest, names whatever their case. */
const SORTS = {
  name: 'lower(d.name) COLLATE "C"',
  type: 'd.type COLLATE "C"',
  vendor: 'lower(d.vendor) COLLATE "C"',
  model: 'lower(d.model) COLLATE "C"',
  os: 'lower(d.os) COLLATE "C"',
  ip: 'd.main_ip',
  mac: 'd.macs[1] COLLATE "C"',
  vlan: 'd.vlans[1]',
  tags: 'd.tags[1] COLLATE "C"',
  flagged: 'd.flagged',
  gateway: 'd.is_gateway',
  packetsSent: 'd.packets_sent',
  packetsReceived: 'd.packets_received',
  bytesSent: 'd.bytes_sent',
  bytesReceived: 'd.bytes_received',
  firstSeen: 'd.first_seen',
  lastSeen: 'd.last_seen',
  captures: 'd.captures',
} as const;
export type DeviceSort = keyof typeof SORTS;
export const DEVICE_SORTS = Object.keys(SORTS) as readonly DeviceSort[];

/** Conditions hold together; within a list one is enough. Absent: no condition. */
export interface DeviceFilter {
  readonly types?: readonly DeviceType[];
  readonly vendors?: readonly string[];
  readonly vlan?: number;
  readonly tag?: string;
  readonly flagged?: boolean;
  readonly gateway?: boolean;
  /** Seen at or after. */
  readonly activeSince?: Micros;
  /** First seen before. */
  readonly knownBefore?: Micros;
  /** CIDR, or one address: some address of the device lies in it. */
  readonly subnet?: string;
  readonly captureId?: string;
  /** Of this site: by people's word, else by the captures that saw it. */
  readonly siteId?: string;
  /** Full text; every word must begin some term (search-terms.ts). */
  readonly text?: string;
}

export interface DeviceListQuery {
  readonly filter?: DeviceFilter;
  /** Default: last seen first. Devices without the value come last either way. */
  readonly sort?: DeviceSort;
  readonly descending?: boolean;
  readonly limit?: number;
  readonly offset?: number;
}

export const MOST_ROWS = 1000;
const DEFAULT_ROWS = 50;

/** Pieces of SQL with their parameters, which begin at $2: $1 is the organisation. */
export interface DeviceSql {
  readonly where: string;
  readonly orderBy: string;
  readonly limit: number;
  readonly offset: number;
  readonly params: readonly unknown[];
}

/** Throws one sentence naming the parameter that is not understood. */
export function deviceSql(query: DeviceListQuery): DeviceSql {
  const { sort = 'lastSeen', descending = query.sort === undefined } = query;
  if (!Object.hasOwn(SORTS, sort)) {
    throw new InputError(`sort: expected one of ${DEVICE_SORTS.join(', ')}, found ${JSON.stringify(sort)}`);
  }
  const params: unknown[] = [];
  const conditions = conditionsOf(query.filter ?? {}, (value) => `$${params.push(value) + 1}`);
  const direction = descending ? 'DESC' : 'ASC';
  return {
    where: ['d.org_id = $1', ...conditions].join(' AND '),
    // The id makes the order total: no device is on two pages, or on none.
    orderBy: `${SORTS[sort]} ${direction} NULLS LAST, d.device_id COLLATE "C" ${direction}`,
    limit: wholeNumber('limit', query.limit ?? DEFAULT_ROWS, 1, MOST_ROWS),
    offset: wholeNumber('offset', query.offset ?? 0, 0, Number.MAX_SAFE_INTEGER),
    params,
  };
}

function conditionsOf(filter: DeviceFilter, param: (value: unknown) => string): string[] {
  const {
    types,
    vendors,
    vlan,
    tag,
    flagged,
    gateway,
    activeSince,
    knownBefore,
    subnet,
    captureId,
    siteId,
    text,
  } = filter;
  const conditions: string[] = [];
  if (types !== undefined) conditions.push(`d.type = ANY(${param(types.map(cleanText))}::text[])`);
  if (vendors !== undefined) conditions.push(`d.vendor = ANY(${param(vendors.map(cleanText))}::text[])`);
  if (vlan !== undefined) {
    conditions.push(`${param(wholeNumber('vlan', vlan, 0, 4095))}::integer = ANY(d.vlans)`);
  }
  if (tag !== undefined) conditions.push(`${param(cleanText(tag))}::text = ANY(d.tags)`);
  if (flagged !== undefined) conditions.push(`d.flagged = ${param(flagged)}::boolean`);
  if (gateway !== undefined) conditions.push(`d.is_gateway = ${param(gateway)}::boolean`);
  if (activeSince !== undefined) {
    conditions.push(`d.last_seen >= ${param(instant('activeSince', activeSince))}::bigint`);
  }
  if (knownBefore !== undefined) {
    conditions.push(`d.first_seen < ${param(instant('knownBefore', knownBefore))}::bigint`);
  }
  if (subnet !== undefined) {
    conditions.push(
      `EXISTS (SELECT 1 FROM unnest(d.ips) AS own (ip) WHERE own.ip <<= ${param(checkSubnet(subnet))}::inet)`,
    );
  }
  if (captureId !== undefined) {
    const capture = param(cleanText(captureId));
    conditions.push(
      `EXISTS (SELECT 1 FROM capture_devices c
        WHERE c.org_id = $1 AND c.device_id = d.device_id AND c.capture_id = ${capture} AND c.revision =
          (SELECT p.revision FROM captures p WHERE p.org_id = $1 AND p.capture_id = ${capture}))`,
    );
  }
  if (siteId !== undefined) conditions.push(isOfSite(`${param(cleanText(siteId))}::text`));
  const words = text === undefined ? null : searchQuery(cleanText(text));
  if (words !== null) conditions.push(`d.search @@ ${param(words)}::text::tsquery`);
  return conditions;
}

const instant = (name: string, value: Micros): number =>
  wholeNumber(name, value, -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);

function wholeNumber(name: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new InputError(`${name}: expected a whole number from ${least} to ${most}, found ${value}`);
}

/** The subnet as PostgreSQL reads it, or one sentence. Bits behind the prefix length may be set. */
function checkSubnet(text: string): string {
  const match = /^([0-9a-fA-F.:]+)(?:\/(\d{1,3}))?$/.exec(text);
  const ip = match?.[1] ?? '';
  const isV4 = parseIpv4(ip) !== null;
  const bits = isV4 ? 32 : 128;
  if ((isV4 || parseIpv6(ip) !== null) && Number(match?.[2] ?? bits) <= bits) return text;
  throw wrongField('subnet', text, say('expected.subnet'));
}
