/** What equipment says without being asked: LLDP, CDP, spanning tree, router advertisements, ARP. */
import { ethernet, ethernet8023, llc, pad, snap } from '../../../wire/build/index.ts';
import type { Host } from '../cast/host.ts';
import { ACCESS_POINT, CORE_SWITCH, GATEWAY, PHONES, PLANT_SWITCH } from '../cast/network.ts';
import { PLANT } from '../cast/plant.ts';
import { SERVERS } from '../cast/servers.ts';
import type { TimedFrame } from '../lan.ts';
import { CAPABILITY, cdpFrame, lldpFrame, rstpBpdu } from '../payloads/discovery.ts';
import { OFFICE_PREFIX, VLAN } from '../plan.ts';
import { beats, momentAt, type Script, SECOND, type Stage, stageFor } from '../stage.ts';
import { routerAdvertisement, sayHello } from './joining.ts';

const LLDP_GROUP = '01:80:c2:00:00:0e';
const CDP_GROUP = '01:00:0c:cc:cc:cc';
const STP_GROUP = '01:80:c2:00:00:00';
const IOS =
  'Cisco IOS Software, C2960X Software (C2960X-UNIVERSALK9-M), Version 15.2(7)E9, RELEASE SOFTWARE (fc3)';
const IE_IOS =
  'Cisco IOS Software, IE4000 Software (IE4000-UNIVERSALK9-M), Version 15.2(8)E5, RELEASE SOFTWARE (fc2)';

interface Talker {
  readonly host: Host;
  readonly lldp: Uint8Array;
  readonly cdp?: Uint8Array;
}

const lldpOf = (
  host: Host,
  port: string,
  description: string,
  capabilities: number,
  more: { portVlan?: number; inventory?: { manufacturer: string; model: string; firmware: string } } = {},
): Uint8Array =>
  lldpFrame({
    chassisMac: host.mac,
    port,
    name: host.name ?? '',
    description,
    capabilities,
    address: host.ip,
    ...more,
  });

const cdpOf = (host: Host, port: string, software: string, platform: string): Uint8Array =>
  cdpFrame({
    name: host.name ?? '',
    port,
    software,
    platform,
    address: host.ip,
    nativeVlan: VLAN.management,
  });

const TALKERS: readonly Talker[] = [
  {
    host: CORE_SWITCH,
    lldp: lldpOf(CORE_SWITCH, 'Gi1/0/24', IOS, CAPABILITY.bridge, { portVlan: VLAN.management }),
    cdp: cdpOf(CORE_SWITCH, 'GigabitEthernet1/0/24', IOS, 'cisco WS-C2960X-24TS-L'),
  },
  {
    host: PLANT_SWITCH,
    lldp: lldpOf(PLANT_SWITCH, 'Gi1/1', IE_IOS, CAPABILITY.bridge, { portVlan: VLAN.management }),
    cdp: cdpOf(PLANT_SWITCH, 'GigabitEthernet1/1', IE_IOS, 'cisco IE-4000-8GT8GP4G-E'),
  },
  {
    host: GATEWAY,
    lldp: lldpOf(GATEWAY, 'internal1', 'FortiGate-60F v7.2.8,build1639', CAPABILITY.router),
  },
  {
    host: ACCESS_POINT,
    lldp: lldpOf(ACCESS_POINT, 'eth0', 'U6-Pro, 6.6.77', CAPABILITY.accessPoint | CAPABILITY.bridge),
  },
];

const PHONE_MODEL = { manufacturer: 'Yealink', model: 'SIP-T46U', firmware: '108.86.0.20' };
const PHONE_TALKERS: readonly Talker[] = PHONES.map((host) => ({
  host,
  lldp: lldpOf(host, host.mac, 'SIP-T46U 108.86.0.20', CAPABILITY.telephone | CAPABILITY.bridge, {
    inventory: PHONE_MODEL,
  }),
}));

function* neighbours(stage: Stage, { host, lldp, cdp }: Talker): Generator<TimedFrame> {
  const first = stage.start + stage.random.between(0, 25) * 100_000;
  let count = 0;
  for (const at of beats(stage, first, 30 * SECOND, 0.02)) {
    yield { at, frame: pad(ethernet(LLDP_GROUP, host.mac, 0x88cc, lldp)) };
    // CDP every other time: 60 s.
    if (cdp !== undefined && count++ % 2 === 0) {
      yield { at: at + 900_000, frame: pad(ethernet8023(CDP_GROUP, host.mac, snap(0x00000c, 0x2000, cdp))) };
    }
  }
}

function* spanningTree(stage: Stage, bridge: Host): Generator<TimedFrame> {
  const isRoot = bridge === CORE_SWITCH;
  const bpdu = rstpBpdu({
    root: CORE_SWITCH.mac,
    rootPriority: 0x1000,
    bridge: bridge.mac,
    bridgePriority: isRoot ? 0x1000 : 0x8000,
    pathCost: isRoot ? 0 : 20_000,
    port: isRoot ? 0x8018 : 0x8001,
  });
  const frame = pad(ethernet8023(STP_GROUP, bridge.mac, llc(0x42, 0x42, bpdu)));
  for (const at of beats(stage, stage.start + (isRoot ? 200_000 : 900_000), 2 * SECOND, 0.01)) {
    yield { at, frame };
  }
}

function* advertisements(stage: Stage): Generator<TimedFrame> {
  for (const at of beats(stage, stage.start + 50_000, 45 * SECOND)) {
    yield routerAdvertisement(stage.lan, at, VLAN.office, OFFICE_PREFIX);
  }
}

/** What is always on announces itself soon after the start, and asks for the gateway now and then. */
function* alwaysOn(stage: Stage, host: Host): Generator<TimedFrame> {
  const first = momentAt(stage, 0.001) + stage.random.between(100, 1_900) * 1_000;
  for (const at of beats(stage, first, 170 * SECOND)) yield* sayHello(stage.lan, host, at);
}

export const linkScripts: readonly Script[] = [
  ...[...TALKERS, ...PHONE_TALKERS].map(
    (talker): Script =>
      (stage) =>
        neighbours(stageFor(stage, `lldp ${talker.host.mac}`), talker),
  ),
  (stage) => spanningTree(stageFor(stage, 'root'), CORE_SWITCH),
  (stage) => spanningTree(stageFor(stage, 'bridge'), PLANT_SWITCH),
  (stage) => advertisements(stageFor(stage, 'advertisements')),
  ...[...SERVERS, ...PLANT, CORE_SWITCH, PLANT_SWITCH].map(
    (host): Script =>
      (stage) =>
        alwaysOn(stageFor(stage, `arp ${host.mac}`), host),
  ),
];
