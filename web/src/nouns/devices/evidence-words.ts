/** Sources of evidence in words. The engine names them by protocol and field: `dhcp option 12`. */
import type { TFunction } from 'i18next';
import type { English } from '../../i18n/en/index.ts';

type SourceWord = keyof English['devices']['source'];
type AttributeWord = keyof English['devices']['attribute'];
type RoleWord = keyof English['devices']['role'];

/** Whether the catalogue has a key. */
export type Exists = (key: string) => boolean;

/** Protocols whose name is not their display filter in capitals. */
const WRITTEN: Readonly<Record<string, string>> = {
  s7comm: 'S7comm',
  's7comm-plus': 'S7comm-plus',
  mbtcp: 'Modbus/TCP',
  enip: 'EtherNet/IP',
  opcua: 'OPC UA',
  bacnet: 'BACnet',
  profinet: 'PROFINET',
  pn_rt: 'PROFINET RT',
  ethercat: 'EtherCAT',
  ecatf: 'EtherCAT',
  smb2: 'SMB 2',
  pgsql: 'PostgreSQL',
  mysql: 'MySQL',
  mdns: 'mDNS',
  kerberos: 'Kerberos',
  nbdgm: 'NetBIOS',
  iec104: 'IEC 104',
  http2: 'HTTP/2',
  wg: 'WireGuard',
  openvpn: 'OpenVPN',
  syslog: 'syslog',
  memcached: 'memcached',
};

export function protocolName(protocol: string): string {
  return WRITTEN[protocol] ?? protocol.toUpperCase();
}

/** Of the source of a sighting, a key of the catalogue. */
export const sourceKey = (source: string): string => source.toLowerCase().replace(/[^a-z0-9]+/g, '_');

/** A source in the language of the page; one that is new to us as the engine names it. */
export function saySource(t: TFunction, exists: Exists, source: string): string {
  const key = sourceKey(source);
  if (exists(`devices.source.${key}`)) return t(`devices.source.${key as SourceWord}`);
  for (const [pattern, say] of PATTERNS) {
    const match = pattern.exec(source);
    if (match !== null) return say(t, match);
  }
  return source;
}

type Say = (t: TFunction, match: RegExpExecArray) => string;
const PATTERNS: readonly (readonly [RegExp, Say])[] = [
  [/^(\S+) conversation$/, (t, m) => t('devices.sourceOf.conversation', { protocol: protocolName(m[1]) })],
  [/^(\S+) frames$/, (t, m) => t('devices.sourceOf.frames', { protocol: protocolName(m[1]) })],
  [
    /^(tcp|udp|sctp) port (\d+)$/,
    (t, m) => t('devices.sourceOf.port', { protocol: m[1].toUpperCase(), port: m[2] }),
  ],
  [/^dhcp option (\d+)$/, (t, m) => t('devices.sourceOf.dhcpOption', { option: m[1] })],
  [/^dhcp ([A-Z]+)$/, (t, m) => t('devices.sourceOf.dhcpMessage', { message: m[1] })],
  [/^mdns (_\S+)$/, (t, m) => t('devices.sourceOf.mdnsService', { name: m[1] })],
  [/^mdns (_\S+) (\S+)$/, (t, m) => t('devices.sourceOf.mdnsField', { name: m[1], field: m[2] })],
];

export function sayAttribute(t: TFunction, exists: Exists, name: string): string {
  return exists(`devices.attribute.${name}`) ? t(`devices.attribute.${name as AttributeWord}`) : name;
}

/** Values that are words of ours are said in the language of the page; the others are what was found. */
export function sayAttributeValue(t: TFunction, exists: Exists, name: string, value: string): string {
  if (name === 'type' && exists(`ui.type.${value}`)) return t(`ui.type.${value as 'plc'}`);
  if (name === 'role' && exists(`devices.role.${value}`)) return t(`devices.role.${value as RoleWord}`);
  // Its value repeats what speaks for it, which stands below as evidence.
  if (name === 'gateway') return t('ui.yes');
  return value;
}
