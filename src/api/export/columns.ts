/** The columns of exports, in order, and the values that they are read from. */
import { formatMicros } from '../../base/time.ts';
import type { AuditRow } from '../../model/audit.ts';
import type { DeviceDetail } from '../../store/state/devices/device.ts';
import type { StoredFlow } from '../../store/telemetry/reads/flow-row.ts';

export type Cell = string | number | boolean | null;
export type Columns<Row> = readonly (readonly [title: string, read: (row: Row) => Cell])[];

const joined = (values: readonly (string | number)[]): string => values.join('; ');
const attribute = (device: DeviceDetail, name: string): Cell => device.attributes[name]?.[0]?.value ?? null;

export const CMDB_COLUMNS: Columns<DeviceDetail> = [
  ['id', (d) => d.id],
  ['name', (d) => d.name],
  ['type', (d) => d.type],
  ['vendor', (d) => d.vendor],
  ['model', (d) => d.model],
  ['os', (d) => d.os],
  ['firmware', (d) => attribute(d, 'firmware')],
  ['serial', (d) => attribute(d, 'serial')],
  ['ip', (d) => d.ip],
  ['addresses', (d) => joined([...new Set(d.addresses.map(({ ip }) => ip))])],
  ['macs', (d) => joined(d.macs)],
  ['vlans', (d) => joined(d.vlans)],
  ['sites', (d) => joined(d.sites.map(({ name }) => name))],
  ['isGateway', (d) => d.isGateway],
  ['tags', (d) => joined(d.tags)],
  ['flagged', (d) => d.flagged],
  ['notes', (d) => d.notes],
  ['packetsSent', (d) => d.packetsSent],
  ['packetsReceived', (d) => d.packetsReceived],
  ['bytesSent', (d) => d.bytesSent],
  ['bytesReceived', (d) => d.bytesReceived],
  ['firstSeen', (d) => formatMicros(d.firstSeen)],
  ['lastSeen', (d) => formatMicros(d.lastSeen)],
];

export const FLOW_COLUMNS: Columns<StoredFlow> = [
  ['capture', (f) => f.capture],
  ['row', (f) => f.row],
  ['protocol', (f) => f.protocol],
  ['srcDevice', (f) => f.srcDevice],
  ['srcMac', (f) => f.src.mac],
  ['srcIp', (f) => f.src.ip],
  ['srcPort', (f) => f.src.port],
  ['dstDevice', (f) => f.dstDevice],
  ['dstMac', (f) => f.dst.mac],
  ['dstIp', (f) => f.dst.ip],
  ['dstPort', (f) => f.dst.port],
  ['vlan', (f) => f.vlan],
  ['outerVlan', (f) => f.outerVlan],
  ['appProtocol', (f) => f.appProtocol],
  ['serverName', (f) => f.serverName],
  ['packets', (f) => f.packets],
  ['bytes', (f) => f.bytes],
  ['packetsBack', (f) => f.packetsBack],
  ['bytesBack', (f) => f.bytesBack],
  ['firstSeen', (f) => f.firstSeen],
  ['lastSeen', (f) => f.lastSeen],
  ['tcpFlags', (f) => f.tcpFlags],
  ['tcpRetransmissions', (f) => f.tcp?.retransmissions ?? null],
  ['handshakeRttMs', (f) => f.handshakeRttMs],
  ['tunnel', (f) => f.tunnel],
];

const json = (fields: object | null): Cell => (fields === null ? null : JSON.stringify(fields));

export const AUDIT_COLUMNS: Columns<AuditRow> = [
  ['seq', (r) => r.seq],
  ['at', (r) => formatMicros(r.at)],
  ['actorKind', (r) => r.actor.kind],
  ['actorId', (r) => r.actor.id],
  ['actor', (r) => r.actor.label],
  ['from', (r) => r.actor.from],
  ['action', (r) => r.action],
  ['targetKind', (r) => r.target?.kind ?? null],
  ['targetId', (r) => r.target?.id ?? null],
  ['target', (r) => r.target?.label ?? null],
  ['before', (r) => json(r.before)],
  ['after', (r) => json(r.after)],
  ['hash', (r) => r.hash],
];
