import { describe, expect, it } from 'vitest';
import { decoded } from '../../../test/fixtures/decoded.ts';
import * as f from '../build/index.ts';
import { readTcpOptions } from './tcp.ts';

const V4 = { src: '192.0.2.1', dst: '192.0.2.2' };
const over = (protocol: number, payload: Uint8Array) => f.ipv4({ ...V4, protocol }, payload);

describe('tcp', () => {
  it('reads ports, sequence numbers, flags, window', () => {
    const segment = f.tcp({
      srcPort: 40000,
      dstPort: 443,
      seq: 0xfffffff0,
      ack: 5,
      flags: f.SYN | f.ACK,
      window: 100,
    });
    const { packet } = decoded(over(6, segment), 101);
    expect([packet.srcPort, packet.dstPort, packet.tcpFlags]).toEqual([40000, 443, 0x12]);
    expect([packet.tcpSeq >>> 0, packet.tcpAck, packet.tcpWindow]).toEqual([0xfffffff0, 5, 100]);
  });

  it('reads options: 02 04 05b4 · 01 · 03 03 07 · 04 02 · 00', () => {
    const options = f.hex('020405b4 01 030307 0402 00');
    const frame = over(6, f.tcp({ srcPort: 1, dstPort: 2, flags: f.SYN, options }));
    const { packet, view } = decoded(frame, 101);
    expect(readTcpOptions(view, 20, packet.payloadAt)).toEqual({
      mss: 1460,
      windowScale: 7,
      sackPermitted: true,
      timestamps: false,
      kinds: [2, 1, 3, 4, 0],
    });
  });

  it('stops at an option that runs over the header', () => {
    const frame = over(6, f.tcp({ srcPort: 1, dstPort: 2, options: [2, 40, 5, 0xb4] }));
    const { packet, view } = decoded(frame, 101);
    expect(readTcpOptions(view, 20, packet.payloadAt)).toMatchObject({ mss: null, kinds: [2] });
  });

  it('refuses a header of less than 20 bytes but keeps the ports', () => {
    const { packet, outcome } = decoded(
      over(6, f.tcp({ srcPort: 1, dstPort: 2, dataOffset: 4 }, 'data')),
      101,
    );
    expect([outcome, packet.hasPorts, packet.dstPort]).toEqual(['malformed', 1, 2]);
    expect(packet.payloadAt).toBeGreaterThanOrEqual(packet.payloadEnd);
  });

  it('has no payload when the header is cut behind the ports', () => {
    const frame = over(6, f.tcp({ srcPort: 1, dstPort: 2 }, 'data'));
    const { packet, outcome } = decoded(frame, 101, 24);
    expect([outcome, packet.hasPorts]).toEqual(['truncated', 1]);
    expect(packet.payloadAt).toBeGreaterThanOrEqual(packet.payloadEnd);
  });
});

describe('udp', () => {
  it.each([
    ['below 8', 7],
    ['beyond the packet', 200],
  ])('calls a length %s malformed and keeps the ports', (_name, length) => {
    const { packet, outcome } = decoded(over(17, f.udp(1, 2, 'data', length)), 101);
    expect([outcome, packet.dstPort]).toEqual(['malformed', 2]);
  });

  it('ends the payload where its own length says', () => {
    const { packet } = decoded(over(17, f.udp(1, 2, 'datajunk', 12)), 101);
    expect(packet.payloadEnd - packet.payloadAt).toBe(4);
  });

  it('lets the length of a first fragment reach beyond it', () => {
    const frame = f.ipv4({ ...V4, protocol: 17, moreFragments: true }, f.udp(1, 2, 'data', 2000));
    expect(decoded(frame, 101)).toMatchObject({ outcome: 'ok', packet: { fragment: 1, dstPort: 2 } });
  });
});

describe('sctp and others with ports', () => {
  it('reads SCTP ports', () => {
    const frame = over(132, f.sctp({ srcPort: 5000, dstPort: 2905 }, f.sctpChunk(1, 0, [0])));
    expect(decoded(frame, 101)).toMatchObject({ outcome: 'ok', packet: { srcPort: 5000, dstPort: 2905 } });
  });

  it('reads UDP-Lite and DCCP ports', () => {
    expect(decoded(over(136, f.udp(7, 8)), 101).packet.dstPort).toBe(8);
    expect(decoded(over(33, f.udp(7, 8)), 101).packet.dstPort).toBe(8);
  });

  it('looks behind an authentication header', () => {
    const ah = f.concat([17, 4, 0, 0], f.u32(1), f.u32(2), f.u32(3), f.u32(4), f.u32(5));
    expect(decoded(over(51, f.concat(ah, f.udp(7, 8))), 101).packet).toMatchObject({
      ipProtocol: 17,
      dstPort: 8,
    });
  });
});
