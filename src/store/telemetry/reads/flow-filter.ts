/** What flows can be asked for, as conditions with bound values. */
import { parseIpv4, parseIpv6 } from '../../../base/ip.ts';
import type { QueryParameters } from '../engine.ts';
import { TelemetryError } from '../errors.ts';
import { ipOrder } from '../migrations/0002_orders.sql.ts';
import { captureParameter, limit, ofCapture, type Scope } from './range.ts';

export interface FlowFilter extends Scope {
  /** On either side. */
  readonly device?: string;
  /** On either side as well: with `device`, the flows between the two. */
  readonly peer?: string;
  readonly address?: string;
  readonly port?: number;
  readonly protocol?: string;
  readonly app?: string;
  /** `null`: untagged. */
  readonly vlan?: number | null;
  /** Part of the server name, in any case. */
  readonly serverName?: string;
}

export interface Condition {
  /** Begins with AND, or is empty. */
  readonly sql: string;
  readonly parameters: QueryParameters;
}

/** By a number first, the name's hash or the address's order: a few bytes a row to read. */
const eitherSide = (column: string, key: 'hash' | 'order', number: string, value: string): string =>
  `(src_${column}_${key} = ${number} OR dst_${column}_${key} = ${number})
   AND (src_${column} = ${value} OR dst_${column} = ${value})`;
const ofDevice = (name: string): string =>
  eitherSide('device', 'hash', `toUInt32(cityHash64({${name}:String}))`, `{${name}:String}`);

/** Flows with a packet in the range: begun before its end, last seen at or after its beginning. */
export function flowCondition(filter: FlowFilter): Condition {
  const { range, device, peer, address, port, protocol, app, vlan, serverName } = filter;
  const conditions: string[] = [];
  const parameters: Record<string, string | number | readonly string[]> = { ...captureParameter(filter) };
  const add = (sql: string, name: string, value: string | number): void => {
    conditions.push(sql);
    parameters[name] = value;
  };
  const at = (name: string) => `fromUnixTimestamp64Micro({${name}:Int64}, 'UTC')`;
  if (range && range.to !== null) add(`first_seen < ${at('to')}`, 'to', Math.round(range.to));
  if (range && range.from !== null) add(`last_seen >= ${at('from')}`, 'from', Math.round(range.from));
  if (device !== undefined) add(ofDevice('device'), 'device', device);
  if (peer !== undefined) {
    // Itself: what it sent to itself.
    const both = 'src_device = {peer:String} AND dst_device = {peer:String}';
    add(peer === device ? both : ofDevice('peer'), 'peer', peer);
  }
  if (address !== undefined) {
    if (parseIpv4(address) === null && parseIpv6(address) === null) {
      throw new TelemetryError('invalid', `address: expected IPv4 or IPv6, found ${JSON.stringify(address)}`);
    }
    const ip = 'toIPv6({address:String})';
    add(eitherSide('ip', 'order', ipOrder(ip), ip), 'address', address);
  }
  if (port !== undefined) {
    add('(src_port = {port:Int32} OR dst_port = {port:Int32})', 'port', limit('port', port, 0, 65535));
  }
  if (protocol !== undefined) add('protocol = {protocol:String}', 'protocol', protocol);
  if (app !== undefined) add('app_protocol = {app:String}', 'app', app);
  if (vlan !== undefined)
    add('vlan = {vlan:Int16}', 'vlan', vlan === null ? -1 : limit('vlan', vlan, 0, 4095));
  if (serverName !== undefined) {
    add('positionCaseInsensitiveUTF8(server_name, {serverName:String}) > 0', 'serverName', serverName);
  }
  return { sql: conditions.map((it) => ` AND ${it}`).join('') + ofCapture(filter), parameters };
}

/** Flows of one device or address, from the table that has them in one piece; `null` when neither is asked for. */
export interface SideCondition extends Condition {
  /** Nothing else is asked, but a range and a capture: the table alone knows which flows they are. */
  readonly isAll: boolean;
}

export function sideCondition(filter: FlowFilter): SideCondition | null {
  const { device, address, peer, port, protocol, app, vlan, serverName } = filter;
  if (device === undefined && address === undefined) return null;
  const others = [peer, port, protocol, app, vlan, serverName, device === undefined ? undefined : address];
  const { range, capture, captures } = filter;
  const within = flowCondition({
    ...(range === undefined ? {} : { range }),
    ...(capture === undefined ? {} : { capture }),
    ...(captures === undefined ? {} : { captures }),
  });
  const side =
    device === undefined
      ? { sql: ' AND side = cityHash64(toIPv6({address:String}))', parameters: { address: address ?? '' } }
      : { sql: ' AND side = cityHash64({device:String})', parameters: { device } };
  return {
    sql: side.sql + within.sql,
    parameters: { ...within.parameters, ...side.parameters },
    isAll: others.every((it) => it === undefined),
  };
}
