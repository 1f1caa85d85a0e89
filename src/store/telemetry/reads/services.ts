/** Which services a device offers and uses, from the conversations on its own VLAN: a routed one counts once. */
import { flowCondition } from './flow-filter.ts';
import { type OrgReader, ofOrg } from './org-reader.ts';
import type { Scope } from './range.ts';

export interface ServiceVolume {
  readonly protocol: string;
  readonly appProtocol: string | null;
  /** Of the responder. */
  readonly port: number;
  readonly flows: number;
  /** How many of them were answered: over TCP, accepted. */
  readonly answered: number;
  /** Distinct addresses at the other end. */
  readonly peers: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
}

/** The busiest first, at most 500. */
export interface ServiceList {
  readonly services: readonly ServiceVolume[];
  readonly leftOut: number;
}

export interface DeviceServices {
  /** Those that it answered in at least once. */
  readonly offered: ServiceList;
  /** Those that it asked for, in vain too. */
  readonly used: ServiceList;
}

const MOST = 500;
const KEY = 'toUInt32(cityHash64({device:String}))';
/** A SYN without one back was refused; without any SYN the connection is older than the capture. */
const ANSWERED = `packets_back > 0
  AND NOT (tcp_flags_out >= 0 AND bitAnd(tcp_flags_out, 2) != 0 AND bitAnd(tcp_flags_back, 2) = 0)`;

export async function deviceServices(
  read: OrgReader,
  query: Scope & { readonly device: string },
): Promise<DeviceServices> {
  return { offered: await services(read, query, 'dst'), used: await services(read, query, 'src') };
}

type Row = Omit<ServiceVolume, 'firstSeen' | 'lastSeen'> & {
  readonly first: string;
  readonly last: string;
  readonly total: number;
};

async function services(
  read: OrgReader,
  { device, ...scope }: Scope & { readonly device: string },
  side: 'src' | 'dst',
): Promise<ServiceList> {
  const { sql, parameters } = flowCondition(scope);
  const other = side === 'src' ? 'dst' : 'src';
  const [sent, received] = side === 'src' ? ['bytes', 'bytes_back'] : ['bytes_back', 'bytes'];
  const rows = await read<Row>(
    `SELECT toString(protocol) AS protocol, nullIf(toString(app_protocol), '') AS appProtocol, dst_port AS port,
       count() AS flows, countIf(${ANSWERED}) AS answered, uniqExact(${other}_ip) AS peers,
       sum(${sent}) AS bytesSent, sum(${received}) AS bytesReceived,
       min(first_seen) AS first, max(last_seen) AS last, count() OVER () AS total
     FROM ${ofOrg('conversations')} AND ${side}_device_hash = ${KEY} AND ${side}_device = {device:String}
       AND ${side}_routed = 0 AND dst_port >= 0${sql}
     GROUP BY protocol, appProtocol, port${side === 'dst' ? ' HAVING answered > 0' : ''}
     ORDER BY bytesSent + bytesReceived DESC, protocol, port, appProtocol LIMIT ${MOST}`,
    { ...parameters, device },
  );
  return {
    services: rows.map(({ first, last, total: _, ...row }) => ({
      ...row,
      firstSeen: iso(first),
      lastSeen: iso(last),
    })),
    leftOut: (rows[0]?.total ?? 0) - rows.length,
  };
}

const iso = (at: string): string => `${at.replace(' ', 'T')}Z`;
