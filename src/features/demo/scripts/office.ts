/** A working day in the office: machines join, people read, write, print. */
import type { Micros } from '../../../base/time.ts';
import { concat } from '../../../wire/build/index.ts';
import type { Host } from '../cast/host.ts';
import { ACCESS_POINT, PHONES } from '../cast/network.ts';
import { DESKTOPS, MACS, MOBILES, PRINTER, SECOND_PRINTER, WINDOWS_CLIENTS } from '../cast/office.ts';
import { ERP, FILES } from '../cast/servers.ts';
import { type End, isHost, type TimedFrame } from '../lan.ts';
import { merge } from '../merge.ts';
import { httpPage, httpRequest } from '../payloads/http.ts';
import { smbEncrypted, smbNegotiate, smbNegotiated } from '../payloads/smb.ts';
import { applicationData, clientFinished, clientHello, serverFlight } from '../payloads/tls.ts';
import { SITES, SITES_V6, UPDATES } from '../plan.ts';
import { arrival, moments, oneAtATime, type Script, SECOND, type Stage, stageFor } from '../stage.ts';
import { converse, type Turn } from '../tcp.ts';
import { announceMac, announceWindows } from './announcing.ts';
import { JOINED_US, joinIpv6, logOn, obtainAddress, registerNames } from './joining.ts';
import { askColleague, domainName, lookForProxy, RESOLVED_US, resolve } from './names.ts';

/** Everybody who asks for an address, in the order of arrival. */
const ARRIVALS: readonly Host[] = [
  ACCESS_POINT,
  PRINTER,
  ...PHONES,
  ...WINDOWS_CLIENTS.slice(0, 4),
  ...MACS.slice(0, 2),
  MOBILES[0],
  ...WINDOWS_CLIENTS.slice(4),
  ...MACS.slice(2),
  ...MOBILES.slice(1),
];
/** They hear the forgotten router too. */
const NEAR_FORGOTTEN_ROUTER: readonly Host[] = [MOBILES[1], MACS[2], WINDOWS_CLIENTS[5]];

export const arrivalOf = (stage: Stage, host: Host): Micros =>
  arrival(stage, ARRIVALS.indexOf(host), ARRIVALS.length);

/** When it has an address and is ready to work. */
export const readyAt = (stage: Stage, host: Host): Micros => arrivalOf(stage, host) + JOINED_US;

function* join(stage: Stage, host: Host): Generator<TimedFrame> {
  yield* obtainAddress(stage, host, arrivalOf(stage, host), NEAR_FORGOTTEN_ROUTER.includes(host));
}

/** A page of a TLS site: objects one after the other, sizes in bytes. */
export function* browse(
  stage: Stage,
  client: Host,
  server: End,
  at: Micros,
  sizes: readonly number[],
): Generator<TimedFrame> {
  const { lan, random } = stage;
  yield* resolve(stage, client, at, server);
  const name = isHost(server) ? domainName(server) : server.name;
  const turns: Turn[] = [
    { from: 'client', bytes: clientHello(random, name, ['h2', 'http/1.1']) },
    { from: 'server', bytes: serverFlight(random), afterUs: 1_100 },
    { from: 'client', bytes: clientFinished(random), afterUs: 900 },
  ];
  for (const size of sizes) {
    turns.push(
      { from: 'client', bytes: applicationData(random, random.between(90, 420)), afterUs: 2_000 },
      { from: 'server', bytes: applicationData(random, size), afterUs: random.between(2_000, 25_000) },
    );
  }
  yield* converse(lan, random, {
    at: at + RESOLVED_US,
    client,
    server,
    port: 443,
    turns,
    loss: isHost(server) ? 0 : 0.015,
  });
}

function* reading(stage: Stage, client: Host, from: Micros, everyUs: number): Generator<TimedFrame> {
  const { random } = stage;
  const sites: readonly End[] = client.ip6 === undefined ? SITES : [...SITES, ...SITES_V6, ...SITES_V6];
  yield* oneAtATime(moments(stage, from, everyUs), (at) => {
    const sizes = Array.from({ length: random.between(1, 4) }, () => random.between(600, 13_000));
    return browse(stage, client, random.pick(sites), at, sizes);
  });
}

/** Files of the company: SMB with everything after the negotiation encrypted. */
export function* files(
  { lan, random }: Stage,
  client: Host,
  server: Host,
  at: Micros,
  sizes: readonly number[],
): Generator<TimedFrame> {
  const session = random.next();
  const exchange = (asked: number, answered: number): Turn[] => [
    { from: 'client', bytes: smbEncrypted(random, session, asked), afterUs: 1_500 },
    { from: 'server', bytes: smbEncrypted(random, session, answered), afterUs: 700 },
  ];
  yield* converse(lan, random, {
    at,
    client,
    server,
    port: 445,
    turns: [
      { from: 'client', bytes: smbNegotiate(random) },
      { from: 'server', bytes: smbNegotiated(random), afterUs: 600 },
      ...exchange(116, 76),
      ...exchange(124, 152),
      ...sizes.flatMap((size) => exchange(117, size)),
    ],
  });
}

/** The company's software, then a file or two. */
function* working(stage: Stage, client: Host, from: Micros): Generator<TimedFrame> {
  const { random } = stage;
  yield* oneAtATime(moments(stage, from, 48 * SECOND), (at) => {
    if (random.chance(0.6)) {
      const sizes = Array.from({ length: random.between(2, 4) }, () => random.between(400, 5_000));
      return browse(stage, client, ERP, at, sizes);
    }
    return files(stage, client, FILES, at, [random.between(500, 12_000), random.between(2_000, 30_000)]);
  });
}

/** The connection check of Windows, in clear. */
function* checkConnection(stage: Stage, client: Host, at: Micros): Generator<TimedFrame> {
  const { lan, random } = stage;
  yield* resolve(stage, client, at, UPDATES);
  yield* converse(lan, random, {
    at: at + RESOLVED_US,
    client,
    server: UPDATES,
    port: 80,
    turns: [
      {
        from: 'client',
        bytes: httpRequest({ host: UPDATES.name, path: '/connexion.txt', userAgent: 'Microsoft NCSI' }),
      },
      { from: 'server', bytes: httpPage('exemple', 'Connexion'), afterUs: 800 },
    ],
  });
}

function* print(stage: Stage, client: Host, printer: Host, at: Micros): Generator<TimedFrame> {
  const { lan, random } = stage;
  yield lan.arpRequest(at, client, printer.ip);
  yield lan.arpReply(at + 280, printer, client);
  const job = concat(
    '\u001b%-12345X@PJL JOB NAME = "document"\r\n@PJL ENTER LANGUAGE = PCL\r\n',
    random.noise(random.between(18_000, 52_000)),
    '\u001b%-12345X@PJL EOJ\r\n\u001b%-12345X',
  );
  yield* converse(lan, random, {
    at: at + 1_000,
    client,
    server: printer,
    port: 9100,
    turns: [
      { from: 'client', bytes: concat('\u001b%-12345X@PJL INFO STATUS\r\n') },
      {
        from: 'server',
        bytes: concat('@PJL INFO STATUS\r\nCODE=10001\r\nONLINE=TRUE\r\n\f'),
        afterUs: 4_000,
      },
      { from: 'client', bytes: job },
    ],
  });
}

function* windowsMorning(stage: Stage, client: Host): Generator<TimedFrame> {
  yield* join(stage, client);
  const ready = readyAt(stage, client);
  yield* merge([
    registerNames(stage, client, ready),
    announceWindows(stage.lan, client, ready + 300_000),
    logOn(stage, client, ready + 900_000),
    checkConnection(stageFor(stage, 'check'), client, ready + 1_500_000),
    lookForProxy(stage, client, ready + 2_600_000),
  ]);
}

function* macMorning(stage: Stage, client: (typeof MACS)[number]): Generator<TimedFrame> {
  yield* join(stage, client);
  const ready = readyAt(stage, client);
  yield* merge([
    joinIpv6(stage.lan, client, client.ip6 ?? client.ip, ready),
    announceMac(stage.lan, client, ready + 1_400_000),
  ]);
}

function* printing(stage: Stage): Generator<TimedFrame> {
  const clients = DESKTOPS.slice(0, 4);
  const from =
    Math.max(...clients.map((client) => readyAt(stage, client)), readyAt(stage, PRINTER)) + 5 * SECOND;
  let count = 0;
  yield* oneAtATime(moments(stage, from, 75 * SECOND), (at) =>
    print(stage, stage.random.pick(clients), count++ % 3 === 2 ? SECOND_PRINTER : PRINTER, at),
  );
}

function* colleagues(stage: Stage): Generator<TimedFrame> {
  const from = readyAt(stage, WINDOWS_CLIENTS[WINDOWS_CLIENTS.length - 1]) + 8 * SECOND;
  for (const at of moments(stage, from, 40 * SECOND)) {
    const client = stage.random.pick(DESKTOPS);
    const colleague = stage.random.pick(DESKTOPS.filter((each) => each !== client));
    yield* askColleague(stage, client, colleague, at);
  }
}

export const officeScripts: readonly Script[] = [
  ...WINDOWS_CLIENTS.flatMap((client): Script[] => [
    (stage) => windowsMorning(stageFor(stage, `morning ${client.mac}`), client),
    (stage) => {
      const own = stageFor(stage, `reading ${client.mac}`);
      return reading(own, client, readyAt(stage, client) + 4 * SECOND, 26 * SECOND);
    },
    (stage) => working(stageFor(stage, `work ${client.mac}`), client, readyAt(stage, client) + 6 * SECOND),
  ]),
  ...MACS.flatMap((client): Script[] => [
    (stage) => macMorning(stageFor(stage, `morning ${client.mac}`), client),
    (stage) => {
      const own = stageFor(stage, `reading ${client.mac}`);
      return reading(own, client, readyAt(stage, client) + 3 * SECOND, 24 * SECOND);
    },
  ]),
  ...MOBILES.flatMap((client): Script[] => [
    (stage) => join(stageFor(stage, `morning ${client.mac}`), client),
    (stage) => {
      const own = stageFor(stage, `reading ${client.mac}`);
      return reading(own, client, readyAt(stage, client) + 2 * SECOND, 40 * SECOND);
    },
  ]),
  ...[ACCESS_POINT, PRINTER, ...PHONES].map(
    (host): Script =>
      (stage) =>
        join(stageFor(stage, `morning ${host.mac}`), host),
  ),
  (stage) => printing(stageFor(stage, 'printing')),
  (stage) => colleagues(stageFor(stage, 'colleagues')),
];
