import type * as model from '../../../model/analysis.ts';

/** What the JSON of a value looks like: the order of fields here is the order in the file. */
export type Shape =
  | { readonly is: 'value' }
  /** A Message, in English. */
  | { readonly is: 'sentence' }
  | { readonly is: 'list'; readonly of: Shape }
  | { readonly is: 'map'; readonly of: Shape }
  | RecordShape;

export interface RecordShape {
  readonly is: 'record';
  readonly name: string;
  /** Key, its text before the value (`,"key":`), shape of the value. */
  readonly fields: readonly (readonly [key: string, prefix: string, shape: Shape])[];
}

const VALUE: Shape = { is: 'value' };
const SENTENCE: Shape = { is: 'sentence' };
const list = (of: Shape): Shape => ({ is: 'list', of });
const map = (of: Shape): Shape => ({ is: 'map', of });

/** A field missing here or too many is a compile error: the JSON cannot silently lose one. */
function record<T>(name: string, fields: Readonly<Record<keyof T & string, Shape>>): RecordShape {
  const entries = Object.entries<Shape>(fields);
  return {
    is: 'record',
    name,
    fields: entries.map(([key, shape], i) => [key, `${i === 0 ? '' : ','}${JSON.stringify(key)}:`, shape]),
  };
}

const EVIDENCE = record<model.Evidence>('Evidence', {
  source: VALUE,
  at: VALUE,
  packet: VALUE,
  file: VALUE,
});

const COUNTS = { ok: VALUE, truncated: VALUE, malformed: VALUE, unsupported: VALUE };

const CAPTURE = record<model.CaptureSummary>('CaptureSummary', {
  files: list(VALUE),
  packets: VALUE,
  bytes: VALUE,
  wireBytes: VALUE,
  firstSeen: VALUE,
  lastSeen: VALUE,
  durationSeconds: VALUE,
  linkTypes: list(VALUE),
  decode: record<model.DecodeCounts>('DecodeCounts', COUNTS),
  decodeLayers: list(
    record<model.CaptureSummary['decodeLayers'][number]>('DecodeLayer', { layer: VALUE, ...COUNTS }),
  ),
});

const DEVICE = record<model.Device>('Device', {
  id: VALUE,
  macs: list(VALUE),
  vendor: VALUE,
  type: VALUE,
  names: list(record<model.Device['names'][number]>('DeviceName', { value: VALUE, source: VALUE })),
  addresses: list(
    record<model.DeviceAddress>('DeviceAddress', {
      ip: VALUE,
      vlan: VALUE,
      firstSeen: VALUE,
      lastSeen: VALUE,
    }),
  ),
  attributes: map(
    record<model.Attribute>('Attribute', { value: VALUE, confidence: VALUE, evidence: list(EVIDENCE) }),
  ),
  packetsSent: VALUE,
  packetsReceived: VALUE,
  bytesSent: VALUE,
  bytesReceived: VALUE,
  isGateway: VALUE,
  vlans: list(VALUE),
  firstSeen: VALUE,
  lastSeen: VALUE,
  addressesBehind: VALUE,
});

const ENDPOINT = record<model.Endpoint>('Endpoint', { mac: VALUE, ip: VALUE, port: VALUE });

const CONVERSATION = record<model.Conversation>('Conversation', {
  protocol: VALUE,
  src: ENDPOINT,
  dst: ENDPOINT,
  vlan: VALUE,
  outerVlan: VALUE,
  appProtocol: VALUE,
  serverName: VALUE,
  packets: VALUE,
  bytes: VALUE,
  packetsBack: VALUE,
  bytesBack: VALUE,
  firstSeen: VALUE,
  lastSeen: VALUE,
  tcpFlags: VALUE,
  tcp: record<model.TcpSummary>('TcpSummary', {
    flags: VALUE,
    flagsBack: VALUE,
    syn: VALUE,
    rst: VALUE,
    fin: VALUE,
    retransmissions: VALUE,
  }),
  minBytes: VALUE,
  maxBytes: VALUE,
  handshakeRttMs: VALUE,
  tunnel: VALUE,
  packet: VALUE,
  file: VALUE,
});

export const ANALYSIS = record<model.Analysis>('Analysis', {
  schema: VALUE,
  capture: CAPTURE,
  macs: list(VALUE),
  ips: list(VALUE),
  devices: list(DEVICE),
  conversations: list(CONVERSATION),
  protocols: list(
    record<model.ProtocolCount>('ProtocolCount', { name: VALUE, layer: VALUE, packets: VALUE, bytes: VALUE }),
  ),
  vlans: list(
    record<model.VlanSummary>('VlanSummary', {
      vlan: VALUE,
      outerVlan: VALUE,
      packets: VALUE,
      bytes: VALUE,
      devices: VALUE,
    }),
  ),
  findings: list(
    record<model.Finding>('Finding', {
      kind: VALUE,
      severity: VALUE,
      message: VALUE,
      evidence: list(EVIDENCE),
      params: map(VALUE),
    }),
  ),
  limits: record<model.Limits>('Limits', {
    maxFlows: VALUE,
    maxMacs: VALUE,
    maxAddresses: VALUE,
    flowOverflowPackets: VALUE,
    flowOverflowBytes: VALUE,
    conversationsDropped: VALUE,
    macsDropped: VALUE,
    addressesDropped: VALUE,
    sightingsDropped: VALUE,
  }),
  warnings: list(SENTENCE),
});
