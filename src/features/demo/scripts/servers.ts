/** The server room at work: time, measurements, backup, recordings. */
import type { Micros } from '../../../base/time.ts';
import { concat } from '../../../wire/build/index.ts';
import type { Host } from '../cast/host.ts';
import { ACCESS_POINT, CORE_SWITCH, gatewayIn, PLANT_SWITCH } from '../cast/network.ts';
import { ADMIN_LAPTOP, CAMERA, PRINTER } from '../cast/office.ts';
import { ENGINEERING, HISTORIAN, LINE_1, UTILITIES } from '../cast/plant.ts';
import { BACKUP, DIRECTORY, ERP, FILES, NAS } from '../cast/servers.ts';
import { type End, isHost, type TimedFrame } from '../lan.ts';
import { httpFile, httpPage, httpRequest } from '../payloads/http.ts';
import {
  nfsNullCall,
  nfsNullReply,
  ntpRequest,
  ntpResponse,
  rdpConfirm,
  rdpRequest,
  snmpGet,
  snmpResponse,
  sshBanner,
  sshKexInit,
  sshKeyInit,
  sshKeyReply,
  sshNewKeys,
} from '../payloads/management.ts';
import { applicationData, clientFinished, clientHello, serverFlight } from '../payloads/tls.ts';
import { CLOCK, UPDATES, VLAN } from '../plan.ts';
import { beats, momentAt, oneAtATime, type Script, SECOND, type Stage, stageFor } from '../stage.ts';
import { converse, type Turn } from '../tcp.ts';
import { RESOLVED_US, resolve } from './names.ts';
import { browse, files, readyAt } from './office.ts';

function* keepTime(stage: Stage, client: Host, server: End): Generator<TimedFrame> {
  const { lan, random } = stage;
  const roundTrip = isHost(server) ? 420 : server.roundTripUs;
  const stratum = isHost(server) ? 3 : 2;
  for (const at of beats(stage, stage.start + random.between(1_000, 9_000) * 1_000, 64 * SECOND, 0.03)) {
    yield* lan.datagram(at, client, 123, server, 123, ntpRequest(at));
    const answer = ntpResponse(at, at + roundTrip / 2, stratum, isHost(server) ? CLOCK.ip : '192.0.2.10');
    yield* lan.datagram(at + roundTrip, server, 123, client, 123, answer);
  }
}

/** sysDescr and sysLocation. */
const POLLED: readonly { host: Host; description: string; location: string }[] = [
  {
    host: CORE_SWITCH,
    description: 'Cisco IOS Software, C2960X Software, Version 15.2(7)E9',
    location: 'Baie 1',
  },
  {
    host: PLANT_SWITCH,
    description: 'Cisco IOS Software, IE4000 Software, Version 15.2(8)E5',
    location: 'Atelier',
  },
  { host: ACCESS_POINT, description: 'U6-Pro 6.6.77', location: 'Bureau' },
  { host: PRINTER, description: 'HP ETHERNET MULTI-ENVIRONMENT', location: 'Bureau' },
];

function* measure(stage: Stage): Generator<TimedFrame> {
  const { lan, random } = stage;
  for (const round of beats(stage, readyAt(stage, PRINTER) + 2 * SECOND, 60 * SECOND, 0.01)) {
    for (const [index, { host, description, location }] of POLLED.entries()) {
      const at = round + index * 40_000;
      const id = random.between(1, 0x7fff_ffff);
      const port = lan.port(BACKUP);
      const upTimeTicks = 412_345_678 + Math.floor((at - stage.start) / 10_000);
      const answer = snmpResponse(id, { description, upTimeTicks, name: host.name ?? '', location });
      yield* lan.datagram(at, BACKUP, port, host, 161, snmpGet(id));
      yield* lan.datagram(at + 2_400, host, 161, BACKUP, port, answer);
    }
  }
}

/** A nightly habit that runs late: files to the backup, the backup to the storage. */
function* backUp(stage: Stage): Generator<TimedFrame> {
  const { random } = stage;
  const sizes = (count: number) => Array.from({ length: count }, () => random.between(20_000, 60_000));
  let count = 0;
  yield* oneAtATime(beats(stage, momentAt(stage, 0.12), 45 * SECOND, 0.3), (at) =>
    count++ % 2 === 1
      ? files(stage, BACKUP, FILES, at, sizes(random.between(2, 4)))
      : files(stage, BACKUP, NAS, at, sizes(random.between(2, 4))),
  );
}

/** The storage records the camera: it asks how, then takes pictures. */
function* record(stage: Stage): Generator<TimedFrame> {
  const { lan, random } = stage;
  const url = `rtsp://${CAMERA.ip}:554/flux/101`;
  const ask = (method: string, sequence: number, more = '') =>
    concat(`${method} ${url} RTSP/1.0\r\nCSeq: ${sequence}\r\nUser-Agent: enregistreur\r\n${more}\r\n`);
  const sdp = [
    'v=0',
    `o=- 1 1 IN IP4 ${CAMERA.ip}`,
    's=Quai',
    't=0 0',
    'm=video 0 RTP/AVP 96',
    'a=rtpmap:96 H264/90000',
    '',
  ].join('\r\n');
  let at = momentAt(stage, 0.06) + 6 * SECOND;
  yield* converse(lan, random, {
    at,
    client: NAS,
    server: CAMERA,
    port: 554,
    turns: [
      { from: 'client', bytes: ask('OPTIONS', 1) },
      {
        from: 'server',
        bytes: concat(
          'RTSP/1.0 200 OK\r\nCSeq: 1\r\nPublic: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n\r\n',
        ),
        afterUs: 3_000,
      },
      { from: 'client', bytes: ask('DESCRIBE', 2, 'Accept: application/sdp\r\n') },
      {
        from: 'server',
        bytes: concat(
          'RTSP/1.0 200 OK\r\nCSeq: 2\r\nContent-Type: application/sdp\r\n',
          `Content-Length: ${sdp.length}\r\n\r\n${sdp}`,
        ),
        afterUs: 5_000,
      },
    ],
  });
  at += 2 * SECOND;
  const request = { host: CAMERA.ip, path: '/image/101.jpg', userAgent: 'enregistreur' };
  yield* oneAtATime(beats(stage, at, 20 * SECOND), (each) =>
    converse(lan, random, {
      at: each,
      client: NAS,
      server: CAMERA,
      port: 80,
      turns: [
        { from: 'client', bytes: httpRequest(request) },
        {
          from: 'server',
          bytes: httpFile(random, 'webserver', random.between(14_000, 26_000)),
          afterUs: 9_000,
        },
      ],
    }),
  );
}

/** Linux fetches updates in clear, signed: so that its system shows. */
function* updateErp(stage: Stage): Generator<TimedFrame> {
  const { lan, random } = stage;
  const at = momentAt(stage, 0.3);
  const userAgent = 'Debian APT-HTTP/1.3 (2.6.1)';
  yield* resolve(stage, ERP, at, UPDATES);
  yield* converse(lan, random, {
    at: at + RESOLVED_US,
    client: ERP,
    server: UPDATES,
    port: 80,
    turns: [
      {
        from: 'client',
        bytes: httpRequest({ host: UPDATES.name, path: '/debian/dists/stable/InRelease', userAgent }),
      },
      { from: 'server', bytes: httpFile(random, 'exemple', 38_000), afterUs: 2_000 },
    ],
  });
}

/** The plant has no Internet: its Windows machines get updates from inside. */
function* updatePlant(stage: Stage, client: Host): Generator<TimedFrame> {
  const { lan, random } = stage;
  const at = momentAt(stage, 0.1) + random.between(1, 2_000) * 1_000;
  yield* resolve(stage, client, at, FILES);
  const request = {
    host: 'srv-fichiers.boreal.example',
    path: '/selfupdate/wuident.cab',
    userAgent: 'Windows-Update-Agent/10.0.10011.16384 Client-Protocol/2.70',
    method: 'HEAD',
  };
  yield* converse(lan, random, {
    at: at + RESOLVED_US,
    client,
    server: FILES,
    port: 80,
    turns: [
      { from: 'client', bytes: httpRequest(request) },
      {
        from: 'server',
        bytes: concat('HTTP/1.1 200 OK\r\nServer: Microsoft-IIS/10.0\r\nContent-Length: 0\r\n\r\n'),
        afterUs: 1_200,
      },
    ],
  });
}

/** The administrator at a server's screen. */
function* remoteDesktop(stage: Stage): Generator<TimedFrame> {
  const { lan, random } = stage;
  const at = Math.max(momentAt(stage, 0.42), readyAt(stage, ADMIN_LAPTOP) + 15 * SECOND);
  yield* resolve(stage, ADMIN_LAPTOP, at, FILES);
  const screen = (): Turn[] => [
    { from: 'client', bytes: applicationData(random, random.between(60, 180)), afterUs: 180_000 },
    { from: 'server', bytes: applicationData(random, random.between(300, 6_000)), afterUs: 12_000 },
  ];
  yield* converse(lan, random, {
    at: at + RESOLVED_US,
    client: ADMIN_LAPTOP,
    server: FILES,
    port: 3389,
    turns: [
      { from: 'client', bytes: rdpRequest('administrateur') },
      { from: 'server', bytes: rdpConfirm(), afterUs: 1_000 },
      { from: 'client', bytes: clientHello(random, 'srv-fichiers.boreal.example', []) },
      { from: 'server', bytes: serverFlight(random, 1_200), afterUs: 2_000 },
      { from: 'client', bytes: clientFinished(random), afterUs: 1_000 },
      ...Array.from({ length: 60 }, screen).flat(),
    ],
  });
}

function* shell(stage: Stage, server: Host, software: string, share: number): Generator<TimedFrame> {
  const { lan, random } = stage;
  const at = Math.max(momentAt(stage, share), readyAt(stage, ADMIN_LAPTOP) + 30 * SECOND);
  const key = (): Turn[] => [
    { from: 'client', bytes: random.noise(36), afterUs: 150_000 },
    { from: 'server', bytes: random.noise(random.between(36, 400)), afterUs: 800 },
  ];
  yield* converse(lan, random, {
    at,
    client: ADMIN_LAPTOP,
    server,
    port: 22,
    turns: [
      { from: 'client', bytes: sshBanner('OpenSSH_for_Windows_9.5') },
      { from: 'server', bytes: sshBanner(software) },
      { from: 'client', bytes: sshKexInit(random) },
      { from: 'server', bytes: sshKexInit(random) },
      { from: 'client', bytes: sshKeyInit(random) },
      { from: 'server', bytes: sshKeyReply(random), afterUs: 1_500 },
      { from: 'client', bytes: sshNewKeys() },
      ...Array.from({ length: 25 }, key).flat(),
    ],
  });
}

/** Production figures go from the historian to the company's database, every half minute. */
function* report(stage: Stage): Generator<TimedFrame> {
  const { lan, random } = stage;
  const sslRequest = Uint8Array.from([0, 0, 0, 8, 4, 0xd2, 0x16, 0x2f]);
  yield* oneAtATime(beats(stage, momentAt(stage, 0.04) + 3 * SECOND, 30 * SECOND), (at) =>
    converse(lan, random, {
      at,
      client: HISTORIAN,
      server: ERP,
      port: 5432,
      turns: [
        { from: 'client', bytes: sslRequest },
        { from: 'server', bytes: concat('S') },
        { from: 'client', bytes: clientHello(random, null, []) },
        { from: 'server', bytes: serverFlight(random, 1_300), afterUs: 900 },
        { from: 'client', bytes: concat(clientFinished(random), applicationData(random, 900)), afterUs: 700 },
        { from: 'server', bytes: applicationData(random, 120), afterUs: 4_000 },
      ],
    }),
  );
}

/** The company's software keeps its documents on the storage: NFS over TCP, a null call now and then (RFC 1813). */
function* mount(stage: Stage): Generator<TimedFrame> {
  const { lan, random } = stage;
  const at = stage.start + 4 * SECOND;
  function* calls(): Generator<Turn> {
    const everyUs = 30 * SECOND;
    for (let now = at; now < stage.end; now += everyUs) {
      const id = random.next();
      yield { from: 'client', bytes: nfsNullCall(id), afterUs: now === at ? 0 : everyUs };
      yield { from: 'server', bytes: nfsNullReply(id), afterUs: 400 };
    }
  }
  yield* converse(lan, random, { at, client: ERP, server: NAS, port: 2049, turns: calls(), end: 'open' });
}

function* web(stage: Stage, at: Micros): Generator<TimedFrame> {
  const { lan, random } = stage;
  const request = { host: PRINTER.ip, path: '/', userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)' };
  yield* converse(lan, random, {
    at,
    client: ADMIN_LAPTOP,
    server: PRINTER,
    port: 80,
    turns: [
      { from: 'client', bytes: httpRequest(request) },
      { from: 'server', bytes: httpPage('HP HTTP Server', 'HP LaserJet Pro M404dn'), afterUs: 20_000 },
    ],
  });
}

/** The administrator looks how full the storage is. */
function* storagePage(stage: Stage): Generator<TimedFrame> {
  const at = Math.max(momentAt(stage, 0.5), readyAt(stage, ADMIN_LAPTOP) + 24 * SECOND);
  yield* browse(stage, ADMIN_LAPTOP, NAS, at, [9_000, 4_000]);
}

export const serverScripts: readonly Script[] = [
  (stage) => keepTime(stageFor(stage, 'ntp directory'), DIRECTORY, CLOCK),
  (stage) => keepTime(stageFor(stage, 'ntp core'), CORE_SWITCH, gatewayIn(VLAN.management)),
  (stage) => keepTime(stageFor(stage, 'ntp plant'), PLANT_SWITCH, gatewayIn(VLAN.management)),
  (stage) => keepTime(stageFor(stage, 'ntp line'), LINE_1, gatewayIn(VLAN.plant)),
  (stage) => keepTime(stageFor(stage, 'ntp utilities'), UTILITIES, gatewayIn(VLAN.plant)),
  (stage) => measure(stageFor(stage, 'snmp')),
  (stage) => backUp(stageFor(stage, 'backup')),
  (stage) => record(stageFor(stage, 'camera')),
  (stage) => updateErp(stageFor(stage, 'apt')),
  ...[ENGINEERING, HISTORIAN].map(
    (host): Script =>
      (stage) =>
        updatePlant(stageFor(stage, `updates ${host.mac}`), host),
  ),
  (stage) => remoteDesktop(stageFor(stage, 'rdp')),
  (stage) => shell(stageFor(stage, 'ssh erp'), ERP, 'OpenSSH_9.2p1 Debian-2+deb12u3', 0.55),
  (stage) => shell(stageFor(stage, 'ssh switch'), CORE_SWITCH, 'Cisco-1.25', 0.75),
  (stage) => mount(stageFor(stage, 'nfs')),
  (stage) => storagePage(stageFor(stage, 'storage')),
  (stage) => report(stageFor(stage, 'report')),
  (stage) =>
    web(stageFor(stage, 'web'), Math.max(momentAt(stage, 0.48), readyAt(stage, ADMIN_LAPTOP) + 20 * SECOND)),
];
