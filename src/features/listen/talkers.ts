import { formatIp } from '../../base/ip.ts';
import { formatMac } from '../../base/mac.ts';
import { FlowView } from '../../model/flow-view.ts';
import type { Engine } from '../analyze/engine.ts';

/** Senders remembered between two looks. Others begin again at zero: a little too much for one interval. */
const MAX_SENDERS = 65_536;

export interface Sender {
  readonly address: string;
  readonly mac: number;
  /** Bytes since the last look. */
  readonly bytes: number;
}

/**
 * Who sent most since the last look: by IP address, else by MAC. Reads the flow table, so it costs a few
 * nanoseconds a conversation each time and nothing per packet.
 */
export class Talkers {
  #before = new Map<number | string, number>();

  /** The `count` largest senders. */
  look(engine: Engine, count: number): Sender[] {
    const totals = new Map<number | string, { bytes: number; slot: number; mac: number }>();
    const view = new FlowView();
    for (let slot = 0; slot < engine.flows.highWater; slot++) {
      if (!engine.flows.isLive(slot)) continue;
      engine.read(slot, view);
      if (view.tunnel !== 0) continue;
      add(totals, senderKey(view, true), view.bytes, slot, view.srcMac);
      add(totals, senderKey(view, false), view.bytesBack, slot, view.dstMac);
    }
    const senders: { key: number | string; bytes: number; mac: number }[] = [];
    const now = new Map<number | string, number>();
    for (const [key, total] of totals) {
      const bytes = total.bytes - (this.#before.get(key) ?? 0);
      if (now.size < MAX_SENDERS) now.set(key, total.bytes);
      if (bytes > 0) senders.push({ key, bytes, mac: total.mac });
    }
    this.#before = now;
    senders.sort((a, b) => b.bytes - a.bytes || (String(a.key) < String(b.key) ? -1 : 1));
    return senders.slice(0, count).map(({ key, bytes, mac }) => ({ address: addressText(key), bytes, mac }));
  }
}

function add(
  totals: Map<number | string, { bytes: number; slot: number; mac: number }>,
  key: number | string,
  bytes: number,
  slot: number,
  mac: number,
): void {
  if (bytes === 0) return;
  const total = totals.get(key);
  if (total === undefined) {
    if (totals.size < MAX_SENDERS) totals.set(key, { bytes, slot, mac });
  } else total.bytes += bytes;
}

/** IPv4 as a number, IPv6 as text, a MAC as a number above all IPv4 addresses. */
function senderKey(view: FlowView, source: boolean): number | string {
  if (view.ipVersion === 4) return (source ? view.src0 : view.dst0) >>> 0;
  if (view.ipVersion === 6) {
    return source
      ? formatIp(6, view.src0, view.src1, view.src2, view.src3)
      : formatIp(6, view.dst0, view.dst1, view.dst2, view.dst3);
  }
  return 2 ** 48 + (source ? view.srcMac : view.dstMac);
}

function addressText(key: number | string): string {
  if (typeof key === 'string') return key;
  return key < 2 ** 32 ? formatIp(4, key, 0, 0, 0) : formatMac(key - 2 ** 48);
}
