import { describe, expect, it } from 'vitest';
import { Feeder } from '../../test/fixtures/flow-packets.ts';
import * as f from '../wire/build/index.ts';

const CLIENT = '192.0.2.1';
const SERVER = '192.0.2.2';
type Segment = Parameters<typeof f.tcp>[0];

/** One segment from the client (or the server) over raw IP. */
function send(feeder: Feeder, at: number, fromClient: boolean, segment: Partial<Segment>, data = ''): void {
  const ports = fromClient ? { srcPort: 40000, dstPort: 443 } : { srcPort: 443, dstPort: 40000 };
  const [src, dst] = fromClient ? [CLIENT, SERVER] : [SERVER, CLIENT];
  feeder.add(f.ipv4({ src, dst, protocol: 6 }, f.tcp({ ...ports, ...segment }, data)), at, 101);
}

describe('tcp state of a conversation', () => {
  it('measures the handshake: SYN at 1000 µs, SYN/ACK at 31000, ACK at 33500', () => {
    const feeder = new Feeder();
    send(feeder, 1000, true, { flags: f.SYN, seq: 1 });
    send(feeder, 31_000, false, { flags: f.SYN | f.ACK, seq: 9, ack: 2 });
    send(feeder, 33_500, true, { flags: f.ACK, seq: 2, ack: 10 });
    send(feeder, 99_000, true, { flags: f.ACK | f.FIN, seq: 2, ack: 10 });
    expect(feeder.read(0)).toMatchObject({
      handshakeRtt: 32_500,
      syn: 1,
      synBack: 1,
      fin: 1,
      tcpFlags: 0x13,
      tcpFlagsBack: 0x12,
    });
  });

  it('measures nothing when the SYN was repeated or the start was missed', () => {
    const repeated = new Feeder();
    send(repeated, 1000, true, { flags: f.SYN });
    send(repeated, 2000, true, { flags: f.SYN });
    send(repeated, 3000, false, { flags: f.SYN | f.ACK });
    send(repeated, 4000, true, { flags: f.ACK });
    expect(repeated.read(0)).toMatchObject({ handshakeRtt: -1, syn: 2 });
    const missed = new Feeder();
    send(missed, 3000, false, { flags: f.SYN | f.ACK });
    send(missed, 4000, true, { flags: f.ACK });
    expect(missed.read(0).handshakeRtt).toBe(-1);
  });

  it('counts data that was sent before, across the wrap of sequence numbers, and not keep-alives', () => {
    const feeder = new Feeder();
    send(feeder, 1, true, { seq: 0xfffffffe }, 'abcd');
    send(feeder, 2, true, { seq: 2 }, 'efgh');
    send(feeder, 3, true, { seq: 0xfffffffe }, 'abcd');
    send(feeder, 4, true, { seq: 5 }, 'h');
    expect(feeder.read(0)).toMatchObject({ retransmissions: 1, retransmissionsBack: 0 });
  });

  it('counts resets per direction', () => {
    const feeder = new Feeder();
    send(feeder, 1, true, { flags: f.SYN });
    send(feeder, 2, false, { flags: f.RST | f.ACK });
    expect(feeder.read(0)).toMatchObject({ rst: 0, rstBack: 1 });
  });

  it('follows no sequence numbers in later fragments', () => {
    const feeder = new Feeder();
    const segment = f.tcp({ srcPort: 40000, dstPort: 443, seq: 100 }, 'x'.repeat(36));
    const fields = { src: CLIENT, dst: SERVER, protocol: 6, id: 5 };
    feeder.add(f.ipv4({ ...fields, moreFragments: true }, segment.subarray(0, 40)), 1, 101);
    feeder.add(f.ipv4({ ...fields, fragmentOffset: 40 }, segment.subarray(40)), 2, 101);
    expect(feeder.all()).toMatchObject([{ packets: 2, retransmissions: 0 }]);
  });
});

describe('initiator', () => {
  it('is the sender of the SYN, whoever is seen first', () => {
    const feeder = new Feeder();
    send(feeder, 1, false, { flags: f.ACK });
    send(feeder, 2, true, { flags: f.SYN });
    expect(feeder.read(0)).toMatchObject({ srcPort: 40000, initiatorFirst: 0 });
  });

  it('is the receiver of a SYN/ACK', () => {
    const feeder = new Feeder();
    send(feeder, 1, false, { flags: f.SYN | f.ACK });
    expect(feeder.read(0)).toMatchObject({ srcPort: 40000, packets: 0, packetsBack: 1 });
  });

  it('is the side without a server port when the middle was captured', () => {
    const feeder = new Feeder();
    send(feeder, 1, false, { flags: f.ACK }, 'data');
    expect(feeder.read(0)).toMatchObject({ srcPort: 40000, dstPort: 443 });
  });

  it('is the first sender between two ports of the same kind', () => {
    const feeder = new Feeder();
    feeder.add(f.ipv4({ src: SERVER, dst: CLIENT, protocol: 17 }, f.udp(123, 123)), 1, 101);
    feeder.add(f.ipv4({ src: CLIENT, dst: SERVER, protocol: 17 }, f.udp(123, 123)), 2, 101);
    expect(feeder.read(0)).toMatchObject({ src0: 0xc0000202 | 0, packets: 1, packetsBack: 1 });
  });
});
