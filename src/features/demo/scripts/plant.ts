/** The workshop: controllers polled, set points written, a drive driven, an engineer who looks. */
import type { Micros } from '../../../base/time.ts';
import type { Host } from '../cast/host.ts';
import {
  DRIVE,
  ENGINEERING,
  HISTORIAN,
  LINE_1,
  LINE_1_IO,
  LINE_2,
  PANEL,
  UTILITIES,
  UTILITIES_IO,
} from '../cast/plant.ts';
import { type TimedFrame, tagged } from '../lan.ts';
import { merge } from '../merge.ts';
import * as enip from '../payloads/enip.ts';
import * as modbus from '../payloads/modbus.ts';
import * as profinet from '../payloads/profinet.ts';
import * as s7 from '../payloads/s7.ts';
import { broadcastOf, VLAN } from '../plan.ts';
import { momentAt, type Script, SECOND, type Stage, stageFor } from '../stage.ts';
import { converse, type Turn } from '../tcp.ts';
import { resolveAll } from './names.ts';

const MODBUS = 502;
const ISO_ON_TCP = 102;
const ENIP = 44_818;
const IMPLICIT = 2222;
const PROFINET = 0x8892;
/** Priority of PROFINET's real-time frames. */
const REAL_TIME = 6;
const CYCLE_US = 256_000;
/** What PROFINET's cycle counter counts, µs. */
const CYCLE_UNIT_US = 31.25;
const DRIVE_INTERVAL_US = 250_000;

/** Process values that wander a little. */
function wander({ random }: Stage, values: number[]): readonly number[] {
  for (let i = 0; i < values.length; i++) {
    values[i] = Math.max(0, Math.min(65_535, values[i] + random.between(-3, 3)));
  }
  return values;
}

/** Every round of an endless poll. The conversation is cut where the time ends. */
function* rounds(stage: Stage, at: Micros, everyUs: number): Generator<number> {
  const count = Math.ceil((stage.end - at) / everyUs) + 1;
  for (let round = 0; round < count; round++) yield round;
}

/** The panel's and the historian's view of the utilities; set points only from the panel. */
function* modbusTurns(stage: Stage, at: Micros, everyUs: number, writes: boolean): Generator<Turn> {
  const values = [412, 655, 230, 78, 1_240, 3, 0, 918];
  let transaction = 0;
  for (const round of rounds(stage, at, everyUs)) {
    const id = ++transaction & 0xffff;
    yield {
      from: 'client',
      bytes: modbus.readRegisters(id, 1, 100, values.length),
      afterUs: everyUs - 4_000,
    };
    yield { from: 'server', bytes: modbus.registers(id, 1, wander(stage, values)), afterUs: 2_600 };
    if (!writes || round % 90 !== 45) continue;
    const next = ++transaction & 0xffff;
    const setPoint = 640 + stage.random.between(0, 20);
    if (round % 180 === 45) {
      yield { from: 'client', bytes: modbus.writeRegister(next, 1, 40, setPoint), afterUs: 6_000 };
      yield { from: 'server', bytes: modbus.writeRegister(next, 1, 40, setPoint), afterUs: 3_000 };
    } else {
      const pair = [setPoint, 1];
      yield { from: 'client', bytes: modbus.writeRegisters(next, 1, 40, pair), afterUs: 6_000 };
      yield { from: 'server', bytes: modbus.registersWritten(next, 1, 40, 2), afterUs: 3_000 };
    }
  }
}

/** The utilities' controller asks who the coupler is, then reads its inputs. */
function* couplerTurns(stage: Stage, at: Micros): Generator<Turn> {
  const maker = ['WAGO', '750-362', '01.04.11'] as const;
  yield { from: 'client', bytes: modbus.identify(1, 1) };
  yield { from: 'server', bytes: modbus.identification(1, 1, maker), afterUs: 2_000 };
  let transaction = 1;
  for (const _round of rounds(stage, at, SECOND)) {
    const id = ++transaction & 0xffff;
    yield { from: 'client', bytes: modbus.readInputs(id, 1, 0, 16), afterUs: SECOND - 3_000 };
    const states = [stage.random.between(0, 255), 0x07];
    yield { from: 'server', bytes: modbus.inputs(id, 1, states), afterUs: 1_700 };
  }
}

const poll = (
  stage: Stage,
  client: Host,
  server: Host,
  port: number,
  at: Micros,
  turns: Iterable<Turn>,
): Generator<TimedFrame> =>
  converse(stage.lan, stage.random, { at, client, server, port, turns, end: 'open' });

function opening(slot: number): Turn[] {
  return [
    { from: 'client', bytes: s7.connectRequest(0x0b, slot) },
    { from: 'server', bytes: s7.connectConfirm(0x0b, slot), afterUs: 1_500 },
    { from: 'client', bytes: s7.setupRequest(1) },
    { from: 'server', bytes: s7.setupAnswer(1), afterUs: 1_500 },
  ];
}

function* s7Turns(stage: Stage, at: Micros, everyUs: number, writes: boolean): Generator<Turn> {
  yield* opening(1);
  let reference = 1;
  for (const round of rounds(stage, at, everyUs)) {
    const id = ++reference & 0xffff;
    yield { from: 'client', bytes: s7.readRequest(id, 10, 0, 32), afterUs: everyUs - 5_000 };
    yield { from: 'server', bytes: s7.readAnswer(id, stage.random.noise(32)), afterUs: 3_100 };
    if (!writes || round % 120 !== 70) continue;
    const next = ++reference & 0xffff;
    yield { from: 'client', bytes: s7.writeRequest(next, 10, 40, stage.random.noise(4)), afterUs: 8_000 };
    yield { from: 'server', bytes: s7.writeAnswer(next), afterUs: 3_000 };
  }
}

/** What each CPU answers to an engineering tool. The serial numbers are invented. */
const CPUS = [
  {
    host: LINE_1,
    order: '6ES7 513-1AL02-0AB0',
    firmware: [2, 9, 4],
    texts: [
      'ligne1',
      'PLC_1',
      'Atelier Boreal',
      'Original Siemens Equipment',
      'S C-BOREAL0411',
      'CPU 1513-1 PN',
    ],
  },
  {
    host: LINE_2,
    order: '6ES7 214-1AG40-0XB0',
    firmware: [4, 5, 2],
    texts: ['ligne2', 'PLC_2', 'Atelier Boreal', 'Original Siemens Equipment', 'S C-BOREAL0412', 'CPU 1214C'],
  },
] as const;

/** The engineer looks names up, searches the PROFINET and EtherNet/IP networks, and reads both CPUs. */
function* engineer(stage: Stage): Generator<TimedFrame> {
  const { lan, random } = stage;
  const at = momentAt(stage, 0.2) + 4 * SECOND;
  yield* resolveAll(stage, ENGINEERING, at, [
    LINE_1,
    LINE_2,
    UTILITIES,
    UTILITIES_IO,
    LINE_1_IO,
    DRIVE,
    PANEL,
  ]);
  yield* identifyStations(stage, at + SECOND);
  yield* listIdentity(stage, at + 3 * SECOND);
  for (const [index, { host, order, firmware, texts }] of CPUS.entries()) {
    const component = s7.componentIdentification(3, texts);
    yield* converse(lan, random, {
      at: at + (5 + 2 * index) * SECOND,
      client: ENGINEERING,
      server: host,
      port: ISO_ON_TCP,
      turns: [
        ...opening(1),
        { from: 'client', bytes: s7.szlRequest(2, 0x0011), afterUs: 5_000 },
        { from: 'server', bytes: s7.moduleIdentification(2, order, firmware), afterUs: 4_000 },
        { from: 'client', bytes: s7.szlRequest(3, 0x001c), afterUs: 5_000 },
        { from: 'server', bytes: component, afterUs: 4_000 },
      ],
    });
  }
}

const STATIONS: readonly { host: Host; station: profinet.Station }[] = [
  { host: LINE_1, vendorText: 'S7-1500', deviceId: 0x010e, role: 2 },
  { host: LINE_2, vendorText: 'S7-1200', deviceId: 0x010d, role: 2 },
  { host: LINE_1_IO, vendorText: 'ET200SP', deviceId: 0x0313, role: 1 },
  { host: PANEL, vendorText: 'SIMATIC-HMI', deviceId: 0x0403, role: 2 },
].map(({ host, vendorText, deviceId, role }) => ({
  host,
  station: { name: host.name ?? '', vendorText, vendorId: 0x002a, deviceId, role, address: host.ip },
}));

function* identifyStations({ random }: Stage, at: Micros): Generator<TimedFrame> {
  const transaction = random.next();
  const request = profinet.dcpIdentifyAll(transaction);
  yield { at, frame: tagged(profinet.IDENTIFY_GROUP, ENGINEERING.mac, VLAN.plant, PROFINET, request) };
  for (const [index, { host, station }] of STATIONS.entries()) {
    const frame = tagged(
      ENGINEERING.mac,
      host.mac,
      VLAN.plant,
      PROFINET,
      profinet.dcpIdentified(transaction, station),
    );
    yield { at: at + (index + 1) * 31_000, frame };
  }
}

function* listIdentity({ lan }: Stage, at: Micros): Generator<TimedFrame> {
  const port = lan.port(ENGINEERING);
  yield lan.announce(at, ENGINEERING, { ip: broadcastOf(VLAN.plant) }, [port, ENIP], enip.listIdentity());
  const answer = enip.identityAnswer({
    address: DRIVE.ip,
    vendor: 1,
    deviceType: 2,
    productCode: 0x0094,
    revision: [6, 2],
    serial: 0xb004_1600,
    product: 'PowerFlex 525 3P 400V 2.2kW',
  });
  yield* lan.datagram(at + 4_000, DRIVE, ENIP, ENGINEERING, port, answer);
}

/** The utilities' controller drives the conveyor: a session, a forward open, then cyclic data both ways. */
function* drive(stage: Stage): Generator<TimedFrame> {
  const { lan, random } = stage;
  const at = stage.start + 2_700_000;
  const session = 0x00b0_0001;
  const link = {
    serial: 0x0413,
    outId: 0x0b00_4131,
    backId: 0x0b00_4161,
    intervalUs: DRIVE_INTERVAL_US,
  };
  yield* poll(stage, UTILITIES, DRIVE, ENIP, at, [
    { from: 'client', bytes: enip.registerSession(0) },
    { from: 'server', bytes: enip.registerSession(session), afterUs: 2_000 },
    { from: 'client', bytes: enip.forwardOpen(session, link), afterUs: 2_000 },
    { from: 'server', bytes: enip.forwardOpened(session, link), afterUs: 3_000 },
  ]);
  const speed = [0x12, 0, 0x70, 0x17, 0, 0, 0, 0];
  let sequence = 1;
  for (let now = at + 100_000; now < stage.end; now += DRIVE_INTERVAL_US, sequence++) {
    const out = enip.implicitData(link.outId, sequence, [1, 0, 0, 0, ...speed]);
    const back = enip.implicitData(link.backId, sequence, [...speed, ...random.noise(4)]);
    yield* lan.datagram(now, UTILITIES, IMPLICIT, DRIVE, IMPLICIT, out);
    yield* lan.datagram(now + 3_000, DRIVE, IMPLICIT, UTILITIES, IMPLICIT, back);
  }
}

function* cyclic(
  stage: Stage,
  from: Host,
  to: Host,
  frameId: number,
  offsetUs: number,
): Generator<TimedFrame> {
  for (let at = stage.start + offsetUs; at < stage.end; at += CYCLE_US) {
    const cycle = Math.round((at - stage.start) / CYCLE_UNIT_US);
    const content = stage.random.noise(40);
    const payload = profinet.cyclicData(frameId, cycle, content);
    yield { at, frame: tagged(to.mac, from.mac, VLAN.plant, PROFINET, payload, REAL_TIME) };
  }
}

/** A poll of its own: `client server seconds`. */
const s7Poll =
  (client: Host, server: Host, atUs: Micros, everyUs: number, writes = false): Script =>
  (stage) => {
    const own = stageFor(stage, `s7 ${client.mac} ${server.mac}`);
    const at = stage.start + atUs;
    return poll(own, client, server, ISO_ON_TCP, at, s7Turns(own, at, everyUs, writes));
  };

const modbusPoll =
  (client: Host, server: Host, atUs: Micros, everyUs: number, writes = false): Script =>
  (stage) => {
    const own = stageFor(stage, `modbus ${client.mac} ${server.mac}`);
    const at = stage.start + atUs;
    return poll(own, client, server, MODBUS, at, modbusTurns(own, at, everyUs, writes));
  };

export const plantScripts: readonly Script[] = [
  modbusPoll(PANEL, UTILITIES, 2_100_000, SECOND, true),
  modbusPoll(HISTORIAN, UTILITIES, 2_900_000, 2 * SECOND),
  s7Poll(PANEL, LINE_1, 2_300_000, SECOND, true),
  s7Poll(PANEL, LINE_2, 2_500_000, SECOND),
  s7Poll(HISTORIAN, LINE_1, 3_300_000, 2 * SECOND),
  (stage) => {
    const own = stageFor(stage, 'coupler');
    const at = stage.start + 2_200_000;
    return poll(own, UTILITIES, UTILITIES_IO, MODBUS, at, couplerTurns(own, at));
  },
  (stage) => drive(stageFor(stage, 'drive')),
  (stage) => engineer(stageFor(stage, 'engineer')),
  (stage) =>
    resolveAll(stageFor(stage, 'historian'), HISTORIAN, stage.start + 2_050_000, [LINE_1, UTILITIES]),
  (stage) => {
    const own = stageFor(stage, 'profinet');
    return merge([
      cyclic(own, LINE_1, LINE_1_IO, 0x8001, 40_000),
      cyclic(own, LINE_1_IO, LINE_1, 0x8000, 41_000),
    ]);
  },
];
