import { type Ip, parseIp } from '../base/ip.ts';
import { type Mac, parseMac } from '../base/mac.ts';
import type { Device } from '../model/analysis.ts';
import { FlowView } from '../model/flow-view.ts';
import { createInventory, type Inventory, type InventoryLimits, type InventoryResult } from './inventory.ts';

/** Material for tests: conversations with documentation addresses, written shortly. */

/** 2026-01-01T00:00:00Z in µs. */
export const START = 1_767_225_600_000_000;
export const SECOND = 1_000_000;

/** 00:00:5e:00:53:xx, RFC 7042 §2.1.2. */
export function mac(last: number): Mac {
  return (parseMac('00:00:5e:00:53:00') ?? 0) + last;
}

export interface FlowSample extends Partial<FlowView> {
  readonly from?: string;
  readonly to?: string;
  /** Seconds after START of the first and last packet of both directions. */
  readonly start?: number;
  readonly end?: number;
}

/** A conversation: one packet of 100 bytes from `from` and none back unless told; untagged, TTL 64. */
export function flow({ from, to, start = 0, end = start, ...fields }: FlowSample): FlowView {
  const view = new FlowView();
  const at = START + start * SECOND;
  const until = START + end * SECOND;
  Object.assign(view, { packets: 1, bytes: 100, ttl: 64, ttlBack: 64, firstPacket: 1 });
  Object.assign(view, { firstSeen: at, lastSeen: until, firstSeenBack: at, lastSeenBack: until });
  if (from !== undefined) [view.src0, view.src1, view.src2, view.src3] = words(from);
  if (to !== undefined) [view.dst0, view.dst1, view.dst2, view.dst3] = words(to);
  const text = from ?? to;
  if (text !== undefined) {
    view.ipVersion = text.includes(':') ? 6 : 4;
    view.etherType = view.ipVersion === 6 ? 0x86dd : 0x0800;
  }
  Object.assign(view, fields);
  return view;
}

/** TCP: the handshake and some data both ways. */
export function connection(sample: FlowSample): FlowView {
  return flow({
    ipProtocol: 6,
    hasPorts: 1,
    srcPort: 50_000,
    packets: 6,
    bytes: 900,
    packetsBack: 5,
    bytesBack: 4000,
    tcpFlags: 0x1b,
    tcpFlagsBack: 0x1b,
    syn: 1,
    synBack: 1,
    ...sample,
  });
}

/** TCP: a SYN that gets nothing, or with `refused` a RST. */
export function attempt(sample: FlowSample, refused = false): FlowView {
  return flow({
    ipProtocol: 6,
    hasPorts: 1,
    srcPort: 50_000,
    tcpFlags: 2,
    syn: 1,
    packetsBack: refused ? 1 : 0,
    tcpFlagsBack: refused ? 0x14 : 0,
    rstBack: refused ? 1 : 0,
    ...sample,
  });
}

/** An ARP claim. */
export function arpClaim(inventory: Inventory, of: Mac, ip: string, start = 0, vlan = -1, packet = 1): void {
  inventory.claim({ mac: of, ip: ipOf(ip), vlan, source: 'arp', at: START + start * SECOND, packet });
}

export function inventoryWith(limits: Partial<InventoryLimits> = {}): Inventory {
  return createInventory({
    vendorOf: () => null,
    limits: { maxMacs: 1000, maxAddresses: 4000, maxSightings: 4000, ...limits },
  });
}

/** A result whose devices are a list. */
export type ListedResult = Omit<InventoryResult, 'devices'> & { readonly devices: readonly Device[] };

/** The result when everything came from one file. */
export function finish(inventory: Inventory): ListedResult {
  const result = inventory.finish((packet) => ({ file: 0, packet }));
  return { ...result, devices: [...result.devices] };
}

/** The address that a text stands for. Throws RangeError when it is none. */
export function ipOf(text: string): Ip {
  const ip = parseIp(text);
  if (ip === null) throw new RangeError(`${text}: expected an address`);
  return ip;
}

function words(text: string): [number, number, number, number] {
  const { w0, w1, w2, w3 } = ipOf(text);
  return [w0, w1, w2, w3];
}
