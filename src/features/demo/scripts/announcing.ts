/** Announcements to the link: mDNS (RFC 6762) and the Windows browser service. */
import type { Micros } from '../../../base/time.ts';
import type { Host } from '../cast/host.ts';
import { CAMERA, type Mac, PRINTER, SECOND_PRINTER } from '../cast/office.ts';
import { ENGINEERING, HISTORIAN } from '../cast/plant.ts';
import { BACKUP, DIRECTORY, FILES, NAS } from '../cast/servers.ts';
import type { Lan, TimedFrame } from '../lan.ts';
import {
  addressRecord,
  type DnsRecordFields,
  mdnsAnnouncement,
  serviceRecords,
  TYPE,
} from '../payloads/dns.ts';
import { hostAnnouncement, SERVER_TYPE } from '../payloads/netbios.ts';
import { broadcastOf, NETBIOS_DOMAIN } from '../plan.ts';
import { beats, momentAt, type Script, SECOND, type Stage, stageFor } from '../stage.ts';
import { registerNames } from './joining.ts';

const MDNS = { ip: '224.0.0.251', ttl: 255 };

/** Announced twice, a second apart (RFC 6762 §8.3). */
function* announceRecords(
  lan: Lan,
  host: Host,
  at: Micros,
  records: readonly DnsRecordFields[],
): Generator<TimedFrame> {
  const message = mdnsAnnouncement(records);
  yield lan.announce(at, host, MDNS, [5353, 5353], message);
  yield lan.announce(at + SECOND, host, MDNS, [5353, 5353], message);
}

const ownAddress = (host: Host) => addressRecord(`${host.name}.local`, host.ip, true);

export const announceWindows = (lan: Lan, host: Host, at: Micros): Generator<TimedFrame> =>
  announceRecords(lan, host, at, [ownAddress(host)]);

export function announceMac(lan: Lan, host: Mac, at: Micros): Generator<TimedFrame> {
  const name = host.name ?? '';
  const model = `model=${host.model}`;
  return announceRecords(lan, host, at, [
    ownAddress(host),
    {
      name: `${name}._device-info._tcp.local`,
      type: TYPE.txt,
      data: [model.length, ...new TextEncoder().encode(model)],
      ttlSeconds: 4500,
    },
    ...serviceRecords(name, '_companion-link._tcp', name, 49_152, ['rpVr=510.2']),
  ]);
}

interface Offer {
  readonly host: Host;
  readonly records: readonly DnsRecordFields[];
}

function printerOffer(host: Host, model: string): Offer {
  const name = host.name ?? '';
  const text = [`ty=${model}`, 'pdl=application/pdf,image/urf', 'note=Bureau', 'rp=ipp/print'];
  return {
    host,
    records: [
      ownAddress(host),
      ...serviceRecords(`${model} [${name.slice(-6)}]`, '_ipp._tcp', name, 631, text),
      ...serviceRecords(`${model} [${name.slice(-6)}]`, '_pdl-datastream._tcp', name, 9100, text.slice(0, 1)),
    ],
  };
}

const OFFERS: readonly Offer[] = [
  printerOffer(PRINTER, 'HP LaserJet Pro M404dn'),
  printerOffer(SECOND_PRINTER, 'Brother HL-L2350DW'),
  {
    host: CAMERA,
    records: [
      ownAddress(CAMERA),
      ...serviceRecords('Quai', '_rtsp._tcp', 'cam-quai', 554, []),
      ...serviceRecords('Quai', '_http._tcp', 'cam-quai', 80, []),
    ],
  },
  {
    host: NAS,
    records: [
      ownAddress(NAS),
      ...serviceRecords('nas-boreal', '_smb._tcp', 'nas-boreal', 445, []),
      ...serviceRecords('nas-boreal', '_http._tcp', 'nas-boreal', 5000, ['vendor=Synology', 'model=DS923+']),
    ],
  },
];

/** Printers, camera and storage say what they offer, again and again. */
function* offering(stage: Stage, { host, records }: Offer): Generator<TimedFrame> {
  const first = momentAt(stage, 0.05) + stage.random.between(4_000, 7_000) * 1_000;
  for (const at of beats(stage, first, 120 * SECOND)) yield* announceRecords(stage.lan, host, at, records);
}

/** Windows Server 2016 and later. */
const VERSION = [10, 0] as const;

function* browserAnnouncements(stage: Stage, host: Host, comment: string): Generator<TimedFrame> {
  const { lan, random } = stage;
  const { workstation, server, ntServer, ntWorkstation, domainController } = SERVER_TYPE;
  const kind = host === ENGINEERING ? ntWorkstation : ntServer;
  const serverType = workstation | server | kind | (host === DIRECTORY ? domainController : 0);
  const to = { ip: broadcastOf(host.vlan) };
  yield* registerNames(stage, host, stage.start + random.between(2_500, 3_500) * 1_000);
  for (const at of beats(stage, stage.start + random.between(6_000, 8_000) * 1_000, 180 * SECOND)) {
    const message = hostAnnouncement({
      id: random.between(1, 65_535),
      address: host.ip,
      name: host.name ?? '',
      domain: NETBIOS_DOMAIN,
      serverType,
      version: VERSION,
      comment,
    });
    yield lan.announce(at, host, to, [138, 138], message);
  }
}

const ANNOUNCED: readonly (readonly [host: Host, comment: string])[] = [
  [DIRECTORY, 'Annuaire'],
  [FILES, 'Fichiers'],
  [BACKUP, 'Sauvegarde'],
  [HISTORIAN, 'Historique'],
  [ENGINEERING, 'Programmation'],
];

export const announcingScripts: readonly Script[] = [
  ...OFFERS.map(
    (offer): Script =>
      (stage) =>
        offering(stageFor(stage, `offer ${offer.host.mac}`), offer),
  ),
  ...ANNOUNCED.map(
    ([host, comment]): Script =>
      (stage) =>
        browserAnnouncements(stageFor(stage, `browser ${host.mac}`), host, comment),
  ),
];
