/**
 * What one would write first: a Map from a text key to an object per conversation. It keeps the counters the
 * flow table keeps for every packet, and is the yardstick that tells a slow machine from a slow change.
 */
import type { Packet } from '../../src/wire/packet.ts';

interface Direction {
  packets: number;
  bytes: number;
  first: number;
  last: number;
  min: number;
  max: number;
  flags: number;
}

export class NaiveFlowTable {
  readonly flows = new Map<string, { there: Direction; back: Direction }>();

  update(packet: Packet, wireBytes: number, clock: Float64Array): void {
    const source = `${packet.srcMacHigh}:${packet.srcMacLow}/${packet.src0}.${packet.src1}.${packet.src2}.${packet.src3}/${packet.srcPort}`;
    const target = `${packet.dstMacHigh}:${packet.dstMacLow}/${packet.dst0}.${packet.dst1}.${packet.dst2}.${packet.dst3}/${packet.dstPort}`;
    const rest = `${packet.vlan}/${packet.outerVlan}/${packet.etherType}/${packet.ipProtocol}`;
    const forward = source < target;
    const key = forward ? `${source}>${target}|${rest}` : `${target}>${source}|${rest}`;
    let flow = this.flows.get(key);
    if (flow === undefined) {
      flow = { there: empty(), back: empty() };
      this.flows.set(key, flow);
    }
    const side = forward ? flow.there : flow.back;
    const now = clock[0];
    if (side.packets === 0) side.first = now;
    side.packets++;
    side.bytes += wireBytes;
    side.last = now;
    side.min = Math.min(side.min, wireBytes);
    side.max = Math.max(side.max, wireBytes);
    side.flags |= packet.tcpFlags;
  }
}

function empty(): Direction {
  return { packets: 0, bytes: 0, first: 0, last: 0, min: Number.MAX_SAFE_INTEGER, max: 0, flags: 0 };
}
