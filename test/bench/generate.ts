/**
 * Captures to measure with: made by a seeded generator, kept in the temporary folder, never committed.
 *
 * - `small`: 64-byte frames, every packet of a random flow; nothing but headers, the worst case per packet.
 * - `mixed`: a network at work: sizes near IMIX, TCP with handshakes, TLS, HTTP, DNS, mDNS, ARP, VLANs, IPv6.
 */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { arp } from '../../src/wire/build/index.ts';
import { type PacketFields, PacketWriter, TCP, UDP } from './packet-writer.ts';
import * as payloads from './payloads.ts';
import { Random } from './random.ts';

export interface CapturePlan {
  readonly kind: 'small' | 'mixed';
  /** Distinct conversations, each with at least one packet. */
  readonly flows: number;
  /** Distinct client MACs. Servers stand behind one gateway (`mixed`) or behind 1,024 MACs (`small`). */
  readonly macs: number;
  /** How many packets (`small`), or until how many frame bytes (`mixed`). */
  readonly size: number;
  readonly seed: number;
}

/** What a capture holds, to check a reader's own counts against. */
export interface Capture {
  readonly path: string;
  readonly packets: number;
  /** Frame bytes, without the record headers. */
  readonly bytes: number;
  /** Conversations by five-tuple, ARP not counted. */
  readonly flows: number;
}

/** The capture of `plan`: written when it is not there from an earlier run. */
export function captureOf(plan: CapturePlan, folder = join(tmpdir(), 'vigie-bench')): Capture {
  const name = `${plan.kind}-v2-${plan.size}-${plan.flows}-${plan.macs}-${plan.seed}`;
  const path = join(folder, `${name}.pcap`);
  const facts = join(folder, `${name}.json`);
  if (existsSync(path) && existsSync(facts)) return { path, ...JSON.parse(readFileSync(facts, 'utf8')) };
  mkdirSync(folder, { recursive: true });
  const file = openSync(`${path}.part`, 'w');
  const writer = new PacketWriter((bytes) => writeSync(file, bytes), { epochSeconds: 1_767_225_600 });
  writer.fileHeader();
  if (plan.kind === 'small') writeSmall(writer, plan);
  else writeMixed(writer, plan);
  writer.finish();
  closeSync(file);
  renameSync(`${path}.part`, path);
  const { packets, bytes } = writer;
  writeFileSync(facts, JSON.stringify({ packets, bytes, flows: plan.flows }));
  return { path, packets, bytes, flows: plan.flows };
}

/** `plan.size` frames of 64 bytes one after the other, without record headers. */
export function framesInMemory(plan: CapturePlan): DataView {
  const buffer = Buffer.alloc(plan.size * 64 + 4096);
  const writer = new PacketWriter(() => {}, { epochSeconds: 0, buffer, framed: false });
  writeSmall(writer, plan);
  return new DataView(buffer.buffer, buffer.byteOffset, plan.size * 64);
}

/** Captures last less than any flow timeout of the tools compared, so that none splits a conversation. */
const DURATION_US = 50_000_000;
const CLIENT_NET = 10 << 24;
/** 198.18.0.0/15, set aside for benchmarks (RFC 2544). */
const SERVER_NET = (198 << 24) | (18 << 16);
/** Locally administered: 02:00:… are clients, 06:00:… servers. */
const CLIENT_MACS = 0x0200;
const SERVER_MACS = 0x0600;

/** All flows once in a scattered order, then random ones; four packets in ten go back to the client. */
function writeSmall(writer: PacketWriter, plan: CapturePlan): void {
  const random = new Random(plan.seed);
  const { fields } = writer;
  const pool = Buffer.from(payloads.noise(4096, plan.seed));
  const stepUs = DURATION_US / plan.size;
  const stride = coprime(plan.flows);
  fields.payload = pool;
  for (let i = 0; i < plan.size; i++) {
    const first = i < plan.flows;
    const flow = first ? (i * stride) % plan.flows : random.below(plan.flows);
    const host = flow % plan.macs;
    setClient(fields, CLIENT_MACS, host, CLIENT_NET | host);
    setServer(fields, SERVER_MACS, flow & 1023, SERVER_NET | (flow & 0xffff));
    fields.protocol = flow & 1 ? TCP : UDP;
    fields.srcPort = 1024 + (Math.floor(flow / plan.macs) % 60000);
    fields.dstPort = flow & 1 ? 9000 : 9001;
    fields.tcpFlags = first ? 2 : 16;
    fields.payloadAt = random.below(2048);
    fields.payloadLength = flow & 1 ? 10 : 22;
    fields.seq = flow + i;
    if (!first && random.below(10) < 4) swap(fields);
    writer.clockUs = i * stepUs;
    writer.ip();
  }
}

const DNS = 0;
const TLS = 1;
const HTTP = 2;
const BULK = 3;
const MDNS = 4;
/** Of every twenty flows. */
const APPS = [
  DNS,
  DNS,
  DNS,
  DNS,
  DNS,
  TLS,
  TLS,
  TLS,
  TLS,
  TLS,
  TLS,
  TLS,
  TLS,
  HTTP,
  HTTP,
  HTTP,
  BULK,
  BULK,
  BULK,
  MDNS,
];
const PORTS = [53, 443, 80, 50001, 5353];

/** Payloads, made once. */
interface Messages {
  readonly request: readonly (readonly Buffer[])[];
  readonly answer: readonly (readonly Buffer[])[];
  readonly pool: Buffer;
}

function writeMixed(writer: PacketWriter, plan: CapturePlan): void {
  const random = new Random(plan.seed);
  const messages = makeMessages(plan.seed);
  const steps = new Uint16Array(plan.flows);
  const clientSeq = new Int32Array(plan.flows);
  const serverSeq = new Int32Array(plan.flows);
  const stride = coprime(plan.flows);
  const averageFrame = 400;
  const stepUs = DURATION_US / (plan.size / averageFrame);
  for (let i = 0; writer.bytes < plan.size; i++) {
    const flow = i < plan.flows ? (i * stride) % plan.flows : random.below(plan.flows);
    const app = APPS[flow % APPS.length];
    const step = steps[flow];
    if ((app === DNS || app === MDNS) && step >= 2) continue;
    steps[flow] = Math.min(step + 1, 0xffff);
    writer.clockUs = Math.min(writer.clockUs + stepUs, DURATION_US);
    if (writer.packets % 256 === 0) writeArp(writer, random.below(plan.macs));
    aim(writer.fields, flow, app, plan);
    if (app === TLS || app === HTTP) writeTcp(writer, random, messages, flow, step, clientSeq, serverSeq);
    else writeUdp(writer, random, messages, flow, step);
  }
  for (let flow = 0; flow < plan.flows; flow += 2) {
    const app = APPS[flow % APPS.length];
    if ((app !== TLS && app !== HTTP) || steps[flow] < 5) continue;
    aim(writer.fields, flow, app, plan);
    writer.fields.payloadLength = 0;
    writer.fields.tcpFlags = 0x11;
    writer.fields.seq = clientSeq[flow];
    writer.fields.ack = serverSeq[flow];
    writer.ip();
  }
}

/** Points the fields from a flow's client to its server. One host in four sits in a VLAN, one flow in ten is IPv6. */
function aim(fields: PacketFields, flow: number, app: number, plan: CapturePlan): void {
  const round = Math.floor(flow / APPS.length);
  const host = app === MDNS ? round % plan.macs : (flow * 7) % plan.macs;
  setClient(fields, CLIENT_MACS, host, CLIENT_NET | (host + 16));
  fields.vlan = host % 4 === 0 ? 10 + (host % 16) : -1;
  fields.ipVersion = app !== MDNS && round % 10 === 0 ? 6 : 4;
  fields.protocol = app === TLS || app === HTTP ? TCP : UDP;
  fields.srcPort = app === MDNS ? 5353 : 20000 + (Math.floor(flow / plan.macs) % 40000);
  fields.dstPort = PORTS[app];
  fields.ttl = 64;
  if (app === MDNS) {
    fields.dstMacHigh = 0x0100;
    fields.dstMacLow = 0x5e0000fb;
    fields.dst = (224 << 24) | 251;
    fields.ttl = 255;
  } else {
    setServer(fields, SERVER_MACS, 0, SERVER_NET | (flow % 4096));
  }
}

function writeUdp(
  writer: PacketWriter,
  random: Random,
  messages: Messages,
  flow: number,
  step: number,
): void {
  const { fields } = writer;
  const app = APPS[flow % APPS.length];
  if (app === BULK) {
    const size = imix(random);
    fields.payload = messages.pool;
    fields.payloadAt = random.below(4096);
    fields.payloadLength = size - (fields.ipVersion === 6 ? 62 : 42);
    if (fields.payloadLength < 1) fields.payloadLength = 1;
    if (step > 0 && random.below(2) === 0) swap(fields);
  } else {
    const answers = app === DNS && step === 1;
    setPayload(fields, (answers ? messages.answer : messages.request)[app][flow % payloads.NAMES]);
    if (answers) swap(fields);
  }
  writer.ip();
}

function writeTcp(
  writer: PacketWriter,
  random: Random,
  messages: Messages,
  flow: number,
  step: number,
  clientSeq: Int32Array,
  serverSeq: Int32Array,
): void {
  const { fields } = writer;
  const app = APPS[flow % APPS.length];
  let back = step === 1 || step === 4;
  fields.tcpFlags = step === 0 ? 0x02 : step === 1 ? 0x12 : 0x10;
  fields.payloadLength = 0;
  if (step === 0) {
    clientSeq[flow] = random.next();
    serverSeq[flow] = random.next();
  } else if (step === 3 || step === 4) {
    fields.tcpFlags = 0x18;
    setPayload(fields, (back ? messages.answer : messages.request)[app][flow % payloads.NAMES]);
  } else if (step > 4) {
    const size = imix(random);
    if (size > 64) {
      back = random.below(10) < 8;
      fields.payload = messages.pool;
      fields.payloadAt = random.below(4096);
      fields.payloadLength = size - (fields.ipVersion === 6 ? 74 : 54);
    }
  }
  const sent = fields.payloadLength + (step < 2 ? 1 : 0);
  // One data segment in 500 is sent twice.
  const repeats = step > 4 && sent > 0 && random.below(500) === 0;
  fields.seq = back ? serverSeq[flow] : clientSeq[flow];
  fields.ack = step === 0 ? 0 : back ? clientSeq[flow] : serverSeq[flow];
  if (back) swap(fields);
  writer.ip();
  if (repeats) writer.ip();
  if (back) serverSeq[flow] += sent;
  else clientSeq[flow] += sent;
}

/** A host asks for the gateway. */
function writeArp(writer: PacketWriter, host: number): void {
  const { fields } = writer;
  setClient(fields, CLIENT_MACS, host, CLIENT_NET | (host + 16));
  fields.vlan = host % 4 === 0 ? 10 + (host % 16) : -1;
  fields.dstMacHigh = 0xffff;
  fields.dstMacLow = -1;
  const low = host + 16;
  const message = arp({
    operation: 1,
    senderMac: `02:00:${host
      .toString(16)
      .padStart(8, '0')
      .replace(/..(?!$)/g, '$&:')}`,
    senderIp: `10.${low >>> 16}.${(low >>> 8) & 255}.${low & 255}`,
    targetIp: '10.0.0.1',
  });
  setPayload(fields, Buffer.from(message));
  writer.ethernet(0x0806);
}

function makeMessages(seed: number): Messages {
  const each = (make: (index: number) => Uint8Array) =>
    Array.from({ length: payloads.NAMES }, (_, index) => Buffer.from(make(index)));
  const none: Buffer[] = [];
  return {
    request: [
      each(payloads.dnsQuery),
      each(payloads.tlsClientHello),
      each(payloads.httpRequest),
      none,
      each(payloads.mdnsAnnouncement),
    ],
    answer: [
      each(payloads.dnsResponse),
      each((index) => payloads.tlsServerHello(index, 1400)),
      each((index) => payloads.httpResponse(index, 1400)),
      none,
      none,
    ],
    pool: Buffer.from(payloads.noise(8192, seed)),
  };
}

/** Frame sizes of the simple Internet mix, 7 : 4 : 1. */
function imix(random: Random): number {
  const share = random.below(12);
  return share < 7 ? 64 : share < 11 ? 576 : 1500;
}

function setClient(fields: PacketFields, macHigh: number, host: number, address: number): void {
  fields.srcMacHigh = macHigh;
  fields.srcMacLow = host;
  fields.src = address;
}

function setServer(fields: PacketFields, macHigh: number, host: number, address: number): void {
  fields.dstMacHigh = macHigh;
  fields.dstMacLow = host;
  fields.dst = address;
}

function setPayload(fields: PacketFields, payload: Buffer): void {
  fields.payload = payload;
  fields.payloadAt = 0;
  fields.payloadLength = payload.length;
}

function swap(fields: PacketFields): void {
  const { srcMacHigh, srcMacLow, src, srcPort } = fields;
  fields.srcMacHigh = fields.dstMacHigh;
  fields.srcMacLow = fields.dstMacLow;
  fields.src = fields.dst;
  fields.srcPort = fields.dstPort;
  fields.dstMacHigh = srcMacHigh;
  fields.dstMacLow = srcMacLow;
  fields.dst = src;
  fields.dstPort = srcPort;
}

/** A step that visits every number below `count` once, far from the one before. */
function coprime(count: number): number {
  let step = Math.floor(count * 0.618) | 1;
  while (gcd(step, count) !== 1) step += 2;
  return step;
}

function gcd(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}
