import { dhcp } from './application/dhcp.ts';
import { http } from './application/http.ts';
import { tls } from './application/tls.ts';
import type { Dissector } from './dissector.ts';
import { NEED_MORE } from './dissector.ts';
import { arp } from './link/arp.ts';
import { cdp } from './link/cdp.ts';
import { lldp } from './link/lldp.ts';
import { nd } from './link/nd.ts';
import { stp } from './link/stp.ts';
import { browser } from './names/browser.ts';
import { dns, llmnr, mdns } from './names/dns.ts';
import { nbns } from './names/nbns.ts';
import { mayBegin, type SignatureTable, signatureTable } from './signature.ts';

/**
 * Every rich dissector. Where several share a port or recognise the same bytes, the first that reads them
 * wins: strict formats stand before loose ones.
 */
export const DISSECTORS = [
  tls,
  http,
  arp,
  nd,
  lldp,
  cdp,
  stp,
  dhcp,
  mdns,
  llmnr,
  dns,
  nbns,
  browser,
] as const;

type DissectionOf<Member> =
  Member extends Dissector<infer Name, infer Message>
    ? { readonly protocol: Name; readonly message: Message }
    : never;

/** One dissected message and what it is: `{ protocol: 'dhcp', message: DhcpMessage } | …`. */
export type Dissection = DissectionOf<(typeof DISSECTORS)[number]>;

/** What carries a payload. The port is an ethertype code for `ether`, the ICMPv6 type for `icmpv6`. */
export type Carrier = 'udp' | 'tcp' | 'ether' | 'icmpv6';

type AnyDissector = Dissector<Dissection['protocol'], Dissection['message']>;

const NONE: readonly AnyDissector[] = [];
const TABLES: Readonly<Record<Carrier, Table>> = {
  udp: buildTable('udp'),
  tcp: buildTable('tcp'),
  ether: buildTable('ether'),
  icmpv6: buildTable('icmpv6'),
};

interface Table {
  readonly byPort: ReadonlyMap<number, readonly AnyDissector[]>;
  /** All that travel over this carrier, for recognition by content. */
  readonly all: readonly AnyDissector[];
  readonly signatures: SignatureTable;
}

function buildTable(carrier: Carrier): Table {
  const byPort = new Map<number, AnyDissector[]>();
  const all: AnyDissector[] = [];
  for (const dissector of DISSECTORS) {
    const ports = dissector.over[carrier];
    if (ports === undefined) continue;
    all.push(dissector);
    for (const port of ports) {
      const there = byPort.get(port);
      if (there === undefined) byPort.set(port, [dissector]);
      else there.push(dissector);
    }
  }
  return { byPort, all, signatures: signatureTable(all.map(({ begins }) => begins)) };
}

/** The dissectors that claim a port (ethertype code, ICMPv6 type), in the order of the list. */
export function dissectorsFor(carrier: Carrier, port: number): readonly AnyDissector[] {
  return TABLES[carrier].byPort.get(port) ?? NONE;
}

/** A dissector and what it read of itself belong together: the one place where TypeScript has to be told. */
function pair(dissector: AnyDissector, message: Dissection['message']): Dissection {
  return { protocol: dissector.protocol, message } as Dissection;
}

/**
 * Reads the payload `[at, end)` with the dissectors of either port (pass the same number twice where there
 * is one), then with those that recognise its content: a port is believed only as far as the bytes read.
 * `NEED_MORE` (TCP only): it begins like one of them; try again with more of the stream, or `dissectPartial`
 * when there will be no more. `null`: none of them.
 */
export function dissect(
  carrier: Carrier,
  portA: number,
  portB: number,
  frame: DataView,
  at: number,
  end: number,
): Dissection | typeof NEED_MORE | null {
  if (at >= end) return null;
  const table = TABLES[carrier];
  const low = table.byPort.get(Math.min(portA, portB)) ?? NONE;
  const high = portA === portB ? NONE : (table.byPort.get(Math.max(portA, portB)) ?? NONE);
  let needsMore = false;
  for (let i = 0; i < low.length + high.length; i++) {
    const dissector = i < low.length ? low[i] : high[i - low.length];
    const message = dissector.read(frame, at, end);
    if (message === NEED_MORE) needsMore = true;
    else if (message !== null) return pair(dissector, message);
  }
  if (!mayBegin(table.signatures, frame, at, end)) return needsMore ? NEED_MORE : null;
  for (const dissector of table.all) {
    if (!dissector.detect(frame, at, end) || low.includes(dissector) || high.includes(dissector)) continue;
    const message = dissector.read(frame, at, end);
    if (message === NEED_MORE) needsMore = true;
    else if (message !== null) return pair(dissector, message);
  }
  return needsMore ? NEED_MORE : null;
}

/**
 * For a TCP payload that `dissect` wanted more of, when the rest will never come: a frame cut by the snap
 * length, a lost segment, the end of the capture. Gives what could be read, or `null`.
 */
export function dissectPartial(frame: DataView, at: number, end: number): Dissection | null {
  for (const dissector of [tls, http]) {
    const message = dissector.readPartial(frame, at, end);
    if (message !== null) return pair(dissector, message);
  }
  return null;
}
