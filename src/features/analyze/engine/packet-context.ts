import type { Ip } from '../../../base/ip.ts';
import { type Mac, macFrom } from '../../../base/mac.ts';
import type { Context } from '../../../identify/sighting.ts';
import { Packet } from '../../../wire/packet.ts';

/**
 * What the inventory needs to know of the frame around a message. One object for all frames, valid while `observe`
 * runs; addresses are made only when somebody asks, which for most messages nobody does.
 */
export class PacketContext implements Context {
  at = 0;
  packet = 0;
  #packet = new Packet();
  #srcIp: Ip | null = null;
  #dstIp: Ip | null = null;

  /** Turns to another frame. `clock` holds its time (µs) and number. */
  of(packet: Packet, clock: Float64Array): this {
    this.#packet = packet;
    this.at = clock[0];
    this.packet = clock[1];
    this.#srcIp = null;
    this.#dstIp = null;
    return this;
  }

  get srcMac(): Mac | null {
    const packet = this.#packet;
    return packet.hasMac === 0 ? null : macFrom(packet.srcMacHigh, packet.srcMacLow);
  }

  get dstMac(): Mac | null {
    const packet = this.#packet;
    return packet.hasMac === 1 ? macFrom(packet.dstMacHigh, packet.dstMacLow) : null;
  }

  get srcIp(): Ip | null {
    const { ipVersion: version, src0: w0, src1: w1, src2: w2, src3: w3 } = this.#packet;
    if (version !== 0) this.#srcIp ??= { version, w0, w1, w2, w3 };
    return this.#srcIp;
  }

  get dstIp(): Ip | null {
    const { ipVersion: version, dst0: w0, dst1: w1, dst2: w2, dst3: w3 } = this.#packet;
    if (version !== 0) this.#dstIp ??= { version, w0, w1, w2, w3 };
    return this.#dstIp;
  }

  get srcPort(): number | null {
    return this.#packet.hasPorts === 1 ? this.#packet.srcPort : null;
  }

  get dstPort(): number | null {
    return this.#packet.hasPorts === 1 ? this.#packet.dstPort : null;
  }

  get ttl(): number | null {
    return this.#packet.ipVersion === 0 ? null : this.#packet.ttl;
  }

  get vlan(): number {
    return this.#packet.vlan;
  }
}
