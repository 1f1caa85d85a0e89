/** Telephones: registration with the provider, calls whose sound goes directly. */
import type { Micros } from '../../../base/time.ts';
import type { Host } from '../cast/host.ts';
import { PHONES } from '../cast/network.ts';
import type { TimedFrame } from '../lan.ts';
import { merge } from '../merge.ts';
import {
  type Call,
  rtpPacket,
  sipAnswer,
  sipRegister,
  sipRegistered,
  sipRequest,
} from '../payloads/voice.ts';
import { TELEPHONY } from '../plan.ts';
import { beats, momentAt, type Script, SECOND, type Stage, stageFor } from '../stage.ts';
import { readyAt } from './office.ts';

const SIP = 5060;
/** Priority of voice in 802.1Q tags. */
const VOICE = 5;
const FRAME_US = 20_000;

function* register(stage: Stage, phone: Host): Generator<TimedFrame> {
  const { lan, random } = stage;
  const id = random.next().toString(16);
  let sequence = 1;
  for (const at of beats(stage, readyAt(stage, phone) + SECOND, 240 * SECOND)) {
    yield* lan.datagram(at, phone, SIP, TELEPHONY, SIP, sipRegister(phone, id, sequence));
    const answer = sipRegistered(phone, id, sequence);
    yield* lan.datagram(at + TELEPHONY.roundTripUs, TELEPHONY, SIP, phone, SIP, answer);
    sequence++;
  }
}

/** One direction of sound. */
function* speak(
  { lan, random }: Stage,
  from: Host,
  to: Host,
  ports: readonly [from: number, to: number],
  at: Micros,
  until: Micros,
): Generator<TimedFrame> {
  const source = random.next();
  const first = random.between(1, 60_000);
  for (let index = 0, now = at; now < until; index++, now += FRAME_US) {
    const packet = rtpPacket(random, (first + index) & 0xffff, source, index === 0);
    yield* lan.datagram(now, from, ports[0], to, ports[1], packet, VOICE);
  }
}

/** A call through the provider's server, both legs; `seconds` of talk. */
function* call(stage: Stage, from: Host, to: Host, at: Micros, seconds: number): Generator<TimedFrame> {
  const { lan, random } = stage;
  const way = TELEPHONY.roundTripUs;
  const of: Call = { id: random.next().toString(16), from, to, tag: random.next().toString(16) };
  const up = (when: Micros, phone: Host, bytes: Uint8Array) =>
    lan.datagram(when, phone, SIP, TELEPHONY, SIP, bytes, VOICE);
  const down = (when: Micros, phone: Host, bytes: Uint8Array) =>
    lan.datagram(when, TELEPHONY, SIP, phone, SIP, bytes, VOICE);
  const server = TELEPHONY.ip;
  const ports = [11_780 + 2 * random.between(0, 90), 11_980 + 2 * random.between(0, 90)] as const;
  yield* up(at, from, sipRequest(of, 'INVITE', from.ip, ports[0]));
  yield* down(at + way, from, sipAnswer(of, '100 Trying', 'INVITE', from.ip));
  yield* down(at + way + 2_000, to, sipRequest(of, 'INVITE', server, ports[0]));
  yield* up(at + way + 90_000, to, sipAnswer(of, '180 Ringing', 'INVITE', server));
  yield* down(at + 2 * way + 91_000, from, sipAnswer(of, '180 Ringing', 'INVITE', from.ip));
  const answered = at + 4 * SECOND;
  yield* up(answered, to, sipAnswer(of, '200 OK', 'INVITE', server, ports[1]));
  yield* down(answered + way, from, sipAnswer(of, '200 OK', 'INVITE', from.ip, ports[1]));
  yield* up(answered + way + 1_500, from, sipRequest(of, 'ACK', from.ip));
  yield* down(answered + 2 * way + 2_000, to, sipRequest(of, 'ACK', server));
  const begins = answered + 2 * way + 5_000;
  const ends = begins + seconds * SECOND;
  const back = [ports[1], ports[0]] as const;
  yield* merge([
    speak(stage, from, to, ports, begins, ends),
    speak(stage, to, from, back, begins + 7_300, ends),
  ]);
  yield* up(ends + 30_000, from, sipRequest(of, 'BYE', from.ip));
  yield* down(ends + 30_000 + way, to, sipRequest(of, 'BYE', server));
  yield* up(ends + 45_000 + way, to, sipAnswer(of, '200 OK', 'BYE', server));
  yield* down(ends + 46_000 + 2 * way, from, sipAnswer(of, '200 OK', 'BYE', from.ip));
}

export const voiceScripts: readonly Script[] = [
  ...PHONES.map(
    (phone): Script =>
      (stage) =>
        register(stageFor(stage, `register ${phone.mac}`), phone),
  ),
  (stage) => call(stageFor(stage, 'call 1'), PHONES[0], PHONES[1], momentAt(stage, 0.35), 34),
  (stage) => call(stageFor(stage, 'call 2'), PHONES[2], PHONES[3], momentAt(stage, 0.72), 21),
];
