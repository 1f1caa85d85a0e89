import type { Micros } from '../../base/time.ts';
import { ACK, type Bytes, concat, FIN, PSH, RST, SYN, tcp, u16 } from '../../wire/build/index.ts';
import type { Host } from './cast/host.ts';
import { type End, isHost, type Lan, type TimedFrame } from './lan.ts';
import type { Random } from './random.ts';

/** What one side says before the other answers. */
export interface Turn {
  readonly from: 'client' | 'server';
  readonly bytes: Uint8Array;
  /** Silence before it, µs; the network's own delay comes on top. */
  readonly afterUs?: number;
}

export interface Conversation {
  readonly at: Micros;
  readonly client: Host;
  readonly server: End;
  readonly port: number;
  /** Taken lazily: a conversation may last as long as the capture. */
  readonly turns: Iterable<Turn>;
  /** How it ends; `fin` by the client unless told. `open`: it outlives the capture. */
  readonly end?: 'fin' | 'reset' | 'open';
  /** Probability that the last segment of a turn is lost behind the mirror port and sent again. */
  readonly loss?: number;
}

const TCP = 6;
/** What a segment takes to pass the core switch in a transfer, µs: longer than the gateway forwards. */
const SEGMENT_US = 75;
/** From the mirror port to a machine here and back, µs. */
const NEAR_US = 320;
/** The sender waits this long before it repeats itself, µs: Linux's least (RFC 6298 says a second). */
const RETRANSMISSION_US = 210_000;
/** A receiver with nothing to say confirms after this long, µs; an answer before carries the ACK. */
const DELAYED_ACK_US = 40_000;

interface Side {
  readonly end: End;
  readonly port: number;
  /** From the mirror port to it and back, µs. */
  readonly awayUs: number;
  readonly window: number;
  seq: number;
}

/**
 * A whole TCP conversation (RFC 9293): handshake, segments, acknowledgements, end. Frames come in the order in
 * which the mirror port sees them, at least SEGMENT_US apart.
 */
export function* converse(lan: Lan, random: Random, talk: Conversation): Generator<TimedFrame> {
  const client: Side = {
    end: talk.client,
    port: lan.port(talk.client),
    awayUs: NEAR_US + random.between(0, 80),
    window: talk.client.ttl === 128 ? 64_240 : 65_535,
    seq: random.next(),
  };
  const server: Side = {
    end: talk.server,
    port: talk.port,
    awayUs: isHost(talk.server) ? NEAR_US + random.between(0, 120) : talk.server.roundTripUs,
    window: 65_160,
    seq: random.next(),
  };
  const other = (side: Side) => (side === client ? server : client);
  const isV6 = talk.server.ip.includes(':');
  const mss = isV6 ? 1440 : 1460;
  let now = talk.at;
  const send = (side: Side, flags: number, bytes: Bytes = [], options: Bytes = []): TimedFrame[] => {
    const to = other(side);
    const ack = (flags & ACK) !== 0 ? to.seq : 0;
    const fields = { srcPort: side.port, dstPort: to.port, seq: side.seq, ack, flags, options };
    return lan.packet(now, side.end, to.end, TCP, tcp({ ...fields, window: side.window }, bytes));
  };
  const advance = (side: Side, bytes: number) => {
    side.seq = (side.seq + bytes) >>> 0;
  };
  const acknowledge = (side: Side, afterUs = side.awayUs) => {
    now += afterUs;
    return send(side, ACK);
  };
  // MSS, SACK permitted, window scale (RFC 9293 §3.7.1, 2018, 7323): scale 0 keeps the windows plain.
  const greeting = concat([2, 4], u16(mss), [1, 1, 4, 2], [1, 3, 3, 0]);

  yield* send(client, SYN, [], greeting);
  now += server.awayUs;
  advance(client, 1);
  yield* send(server, SYN | ACK, [], greeting);
  advance(server, 1);
  yield* acknowledge(client);

  const turns = talk.turns[Symbol.iterator]();
  let step = turns.next();
  let last: Side = client;
  while (step.done !== true) {
    const turn = step.value;
    const speaker = turn.from === 'client' ? client : server;
    const listener = other(speaker);
    now += (turn.afterUs ?? 0) + (speaker === last ? SEGMENT_US : speaker.awayUs);
    last = speaker;
    step = turns.next();
    for (let from = 0; from < turn.bytes.length; from += mss) {
      const part = turn.bytes.subarray(from, from + mss);
      const isLast = from + mss >= turn.bytes.length;
      yield* send(speaker, isLast ? PSH | ACK : ACK, part);
      if (isLast && talk.loss !== undefined && random.chance(talk.loss)) {
        now += RETRANSMISSION_US + 2 * speaker.awayUs;
        yield* send(speaker, PSH | ACK, part);
      }
      advance(speaker, part.length);
      const isSecond = (from / mss) % 2 === 1;
      if (!isLast && isSecond) yield* acknowledge(listener, SEGMENT_US);
      now += isLast ? 0 : SEGMENT_US;
    }
    const next = step.done === true ? null : step.value;
    const answersSoon =
      next !== null && next.from !== turn.from && (next.afterUs ?? 0) + listener.awayUs < DELAYED_ACK_US;
    if (!answersSoon) {
      yield* acknowledge(listener, listener.awayUs + Math.min(1_000, next?.afterUs ?? 0));
      last = listener;
    }
  }
  yield* close();

  function* close(): Generator<TimedFrame> {
    if (talk.end === 'open') return;
    now += 1_500;
    if (talk.end === 'reset') {
      yield* send(client, RST | ACK);
      return;
    }
    yield* send(client, FIN | ACK);
    advance(client, 1);
    now += server.awayUs;
    yield* send(server, FIN | ACK);
    advance(server, 1);
    yield* acknowledge(client);
  }
}

/** A connection attempt that is refused, or taken and reset at once, as port scanners do. */
export function* knock(
  lan: Lan,
  random: Random,
  knocking: {
    readonly at: Micros;
    readonly client: Host;
    readonly server: Host;
    readonly port: number;
    readonly isOpen: boolean;
  },
): Generator<TimedFrame> {
  const { at, client, server, port, isOpen } = knocking;
  const clientPort = lan.port(client);
  const seq = random.next();
  const options = concat([2, 4], u16(1460));
  yield* lan.packet(
    at,
    client,
    server,
    TCP,
    tcp({ srcPort: clientPort, dstPort: port, seq, flags: SYN, window: 1024, options }),
  );
  const answer = { srcPort: port, dstPort: clientPort, ack: (seq + 1) >>> 0 };
  const theirs = random.next();
  yield* lan.packet(
    at + 400,
    server,
    client,
    TCP,
    isOpen
      ? tcp({ ...answer, seq: theirs, flags: SYN | ACK, options })
      : tcp({ ...answer, seq: 0, flags: RST | ACK, window: 0 }),
  );
  if (!isOpen) return;
  yield* lan.packet(
    at + 900,
    client,
    server,
    TCP,
    tcp({ srcPort: clientPort, dstPort: port, seq: (seq + 1) >>> 0, flags: RST, window: 0 }),
  );
}
