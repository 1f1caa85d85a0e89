/** What deserves a look: an address used twice, and a laptop that tries the doors of the plant. */

import { gatewayIn } from '../cast/network.ts';
import { CAMERA, INFECTED_LAPTOP, SECOND_PRINTER } from '../cast/office.ts';
import { UTILITIES } from '../cast/plant.ts';
import type { TimedFrame } from '../lan.ts';
import { momentAt, type Script, SECOND, type Stage, stageFor } from '../stage.ts';
import { knock } from '../tcp.ts';
import { sayHello } from './joining.ts';
import { readyAt } from './office.ts';

const SCANNED_PORTS = 140;
const OPEN: readonly number[] = [80, 502];

/** The second printer and the camera have the same address, and both defend it (RFC 5227 §2.4). */
function* sameAddress(stage: Stage): Generator<TimedFrame> {
  const { lan } = stage;
  yield* sayHello(lan, SECOND_PRINTER, stage.start + 1_600_000);
  yield* sayHello(lan, CAMERA, stage.start + 3_100_000);
  for (const share of [0.1, 0.3, 0.5, 0.7, 0.9]) {
    const at = momentAt(stage, share) + 4 * SECOND;
    yield lan.arpRequest(at, SECOND_PRINTER, SECOND_PRINTER.ip);
    yield lan.arpRequest(at + 700, CAMERA, CAMERA.ip);
    yield lan.arpRequest(at + 900_000, gatewayIn(CAMERA.vlan), CAMERA.ip);
    yield lan.arpReply(at + 900_400, CAMERA, gatewayIn(CAMERA.vlan));
    yield lan.arpReply(at + 901_100, SECOND_PRINTER, gatewayIn(CAMERA.vlan));
  }
}

/** The infected laptop tries well-known ports of a controller, thirty a second. */
function* portScan(stage: Stage): Generator<TimedFrame> {
  const { lan, random } = stage;
  const at = Math.max(momentAt(stage, 0.64), readyAt(stage, INFECTED_LAPTOP) + 10 * SECOND);
  const ports = new Set<number>([...OPEN, 21, 22, 23, 102, 443, 1911, 4840, 20_000, 44_818]);
  while (ports.size < SCANNED_PORTS) ports.add(random.between(1, 9_999));
  for (const [index, port] of [...ports].sort((a, b) => a - b).entries()) {
    const isOpen = OPEN.includes(port);
    const knocking = { at: at + index * 33_000, client: INFECTED_LAPTOP, server: UTILITIES, port, isOpen };
    yield* knock(lan, random, knocking);
  }
}

export const incidentScripts: readonly Script[] = [
  (stage) => sameAddress(stageFor(stage, 'same address')),
  (stage) => portScan(stageFor(stage, 'scan')),
];
