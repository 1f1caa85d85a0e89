/** The contract of `vigie analyze --json`, field by field, as a reader outside this repository would check it. */
import { z } from 'zod';
import { SEVERITIES } from '../../src/model/analysis.ts';
import { DEVICE_TYPES } from '../../src/model/device-types.ts';
import { TUNNEL_NAMES } from '../../src/wire/packet.ts';

const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const text = z.string().min(1);
/** ISO 8601, UTC, microseconds. */
const time = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
const mac = z.string().regex(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/);
const ip = z.union([z.ipv4(), z.string().regex(/^[0-9a-f:.]*:[0-9a-f:.]*$/)]);
const port = z.number().int().min(0).max(65_535);
const vlan = z.number().int().min(0).max(4095);
/** As in Wireshark: the first packet is 1. */
const packet = z.number().int().min(1);
const file = count;
const flags = z.number().int().min(0).max(255);

const decode = { ok: count, truncated: count, malformed: count, unsupported: count };
const evidence = z.strictObject({ source: text, at: time, packet, file });
const endpoint = z.strictObject({ mac: mac.nullable(), ip: ip.nullable(), port: port.nullable() });

const device = z.strictObject({
  id: text,
  macs: z.array(mac),
  vendor: text.nullable(),
  type: z.enum(DEVICE_TYPES),
  names: z.array(z.strictObject({ value: text, source: text })),
  addresses: z.array(
    z.strictObject({ ip, vlan: vlan.nullable(), firstSeen: time, lastSeen: time }).refine(isInOrder),
  ),
  attributes: z.record(
    z.string().regex(/^[a-z][A-Za-z]*$/),
    z.strictObject({ value: text, confidence: z.number().min(0).max(1), evidence: z.array(evidence).min(1) }),
  ),
  packetsSent: count,
  packetsReceived: count,
  bytesSent: count,
  bytesReceived: count,
  isGateway: z.boolean(),
  vlans: z.array(vlan).refine(isAscending),
  firstSeen: time.nullable(),
  lastSeen: time.nullable(),
  addressesBehind: count,
});

const tcp = z.strictObject({
  flags,
  flagsBack: flags,
  syn: count,
  rst: count,
  fin: count,
  retransmissions: count,
});

const conversation = z
  .strictObject({
    protocol: text,
    src: endpoint,
    dst: endpoint,
    vlan: vlan.nullable(),
    outerVlan: vlan.nullable(),
    appProtocol: text.nullable(),
    serverName: text.nullable(),
    packets: count,
    bytes: count,
    packetsBack: count,
    bytesBack: count,
    firstSeen: time,
    lastSeen: time,
    tcpFlags: flags.nullable(),
    tcp: tcp.nullable(),
    minBytes: count,
    maxBytes: count,
    handshakeRttMs: z.number().min(0).nullable(),
    tunnel: z.enum(TUNNEL_NAMES.filter((name) => name !== '')).nullable(),
    packet,
    file,
  })
  .refine(isInOrder)
  .refine((it) => it.packets + it.packetsBack > 0)
  .refine((it) => it.outerVlan === null || it.vlan !== null)
  .refine((it) => (it.tcp === null) === (it.tcpFlags === null))
  .refine((it) => it.tcp === null || it.tcpFlags === (it.tcp.flags | it.tcp.flagsBack))
  .refine((it) => it.tcpFlags === null || it.protocol === 'tcp')
  .refine(isOfFrames);

const finding = z.strictObject({
  kind: z.enum(['duplicate-address', 'second-dhcp-server', 'port-scan']),
  severity: z.enum(SEVERITIES),
  message: text,
  evidence: z.array(evidence).min(1),
  params: z.record(text, z.union([z.string(), z.number()])),
});

const limits = z.strictObject({
  maxFlows: count,
  maxMacs: count,
  maxAddresses: count,
  flowOverflowPackets: count,
  flowOverflowBytes: count,
  conversationsDropped: count,
  macsDropped: count,
  addressesDropped: count,
  sightingsDropped: count,
});

const layer = z.enum(['link', 'network', 'transport', 'application']);

/** Fails on a field that is missing, of another type, or not in docs/analyze-json.md. */
export const CONTRACT = z.strictObject({
  schema: z.literal(1),
  capture: z.strictObject({
    files: z.array(text),
    packets: count,
    bytes: count,
    wireBytes: count,
    firstSeen: time.nullable(),
    lastSeen: time.nullable(),
    durationSeconds: z.number().min(0),
    linkTypes: z.array(text),
    decode: z.strictObject(decode),
    decodeLayers: z.array(z.strictObject({ layer: text, ...decode })),
  }),
  macs: z.array(mac).refine(isAscending),
  ips: z.array(ip).refine(isDistinct),
  devices: z.array(device),
  conversations: z.array(conversation),
  protocols: z.array(z.strictObject({ name: text, layer, packets: count, bytes: count })),
  vlans: z.array(
    z.strictObject({ vlan, outerVlan: vlan.nullable(), packets: count, bytes: count, devices: count }),
  ),
  findings: z.array(finding),
  limits,
  warnings: z.array(text),
});

function isInOrder({ firstSeen, lastSeen }: { firstSeen: string; lastSeen: string }): boolean {
  return firstSeen <= lastSeen;
}

/** Strictly: each value once. */
function isAscending<Value extends string | number>(values: readonly Value[]): boolean {
  return values.every((value, i) => i === 0 || values[i - 1] < value);
}

function isDistinct(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}

/** The bytes of both directions are those of so many frames, none smaller or larger than said. */
function isOfFrames(it: Record<'packets' | 'bytes' | 'packetsBack' | 'bytesBack', number> & Sizes): boolean {
  const packets = it.packets + it.packetsBack;
  const bytes = it.bytes + it.bytesBack;
  if ((it.packets === 0 && it.bytes > 0) || (it.packetsBack === 0 && it.bytesBack > 0)) return false;
  return it.minBytes * packets <= bytes && bytes <= it.maxBytes * packets;
}

interface Sizes {
  readonly minBytes: number;
  readonly maxBytes: number;
}
