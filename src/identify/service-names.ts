/** IP protocol numbers of the transports that have ports. */
export const TCP = 6;
export const UDP = 17;

/** `[port, name]`, named as Wireshark's display filter where it has one. */
const OVER_TCP: readonly (readonly [number, string])[] = [
  [21, 'ftp'],
  [22, 'ssh'],
  [23, 'telnet'],
  [25, 'smtp'],
  [53, 'dns'],
  [80, 'http'],
  [88, 'kerberos'],
  [102, 'cotp'],
  [110, 'pop'],
  [111, 'portmap'],
  [135, 'dcerpc'],
  [139, 'nbss'],
  [143, 'imap'],
  [179, 'bgp'],
  [389, 'ldap'],
  [443, 'tls'],
  [445, 'smb'],
  [465, 'smtps'],
  [502, 'mbtcp'],
  [514, 'rsh'],
  [515, 'lpd'],
  [548, 'afp'],
  [554, 'rtsp'],
  [587, 'smtp'],
  [631, 'ipp'],
  [636, 'ldaps'],
  [873, 'rsync'],
  [993, 'imaps'],
  [995, 'pop3s'],
  [1433, 'tds'],
  [1521, 'tns'],
  [1883, 'mqtt'],
  [2000, 'skinny'],
  [2049, 'nfs'],
  [2404, 'iec104'],
  [3268, 'ldap-gc'],
  [3306, 'mysql'],
  [3389, 'rdp'],
  [4840, 'opcua'],
  [5060, 'sip'],
  [5432, 'pgsql'],
  [5900, 'vnc'],
  [5985, 'winrm'],
  [6379, 'resp'],
  [8080, 'http'],
  [8443, 'tls'],
  [8883, 'mqtts'],
  [9100, 'jetdirect'],
  [9600, 'omron'],
  [18245, 'ge-srtp'],
  [20000, 'dnp3'],
  [27017, 'mongo'],
  [34964, 'pn_io'],
  [44818, 'enip'],
  [48898, 'ams'],
];

const OVER_UDP: readonly (readonly [number, string])[] = [
  [53, 'dns'],
  [67, 'dhcp'],
  [69, 'tftp'],
  [88, 'kerberos'],
  [111, 'portmap'],
  [123, 'ntp'],
  [161, 'snmp'],
  [389, 'cldap'],
  [443, 'quic'],
  [500, 'isakmp'],
  [547, 'dhcpv6'],
  [623, 'rmcp'],
  [1194, 'openvpn'],
  [1812, 'radius'],
  [1813, 'radius'],
  [2049, 'nfs'],
  [5060, 'sip'],
  [5683, 'coap'],
  [9600, 'omron'],
  [20000, 'dnp3'],
  [34964, 'pn_io'],
  [44818, 'enip'],
  [47808, 'bacnet'],
  [51820, 'wg'],
];

/** Replies of these are talk among equals or transfers, not a service that somebody offers. */
const NOT_SERVICES = new Set([
  'mdns',
  'llmnr',
  'nbns',
  'nbdgm',
  'ssdp',
  'browser',
  'rtp',
  'rtcp',
  'stun',
  'bittorrent',
  'bt-dht',
  'ftp-data',
  'icmp',
  'icmpv6',
]);

/** What is usually behind ports of TCP or UDP: `[port, name]`. */
export function servicesByPort(ipProtocol: typeof TCP | typeof UDP): readonly (readonly [number, string])[] {
  return ipProtocol === TCP ? OVER_TCP : OVER_UDP;
}

/** True for application protocols whose responder offers something. */
export function isService(app: string): boolean {
  return !NOT_SERVICES.has(app);
}

/** Industrial protocols: who answers in them controls or measures something. */
const INDUSTRIAL = new Set([
  'mbtcp',
  'modbus',
  's7comm',
  's7comm-plus',
  'cotp',
  'enip',
  'cip',
  'dnp3',
  'iec104',
  'iec60870_104',
  'opcua',
  'mms',
  'bacnet',
  'bacapp',
  'omron',
  'ge-srtp',
  'ams',
  'pn_io',
  'hart_ip',
]);

export function isIndustrial(service: string): boolean {
  return INDUSTRIAL.has(service);
}
