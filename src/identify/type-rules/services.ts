import type { TypeRule } from './type-rule.ts';

/** What a device answers in. Web and shell are everywhere and say next to nothing. */
export const SERVICE_RULES: readonly TypeRule[] = [
  { type: 'printer', weight: 0.6, when: { service: ['ipp', 'ipps'] } },
  { type: 'printer', weight: 0.6, when: { service: ['jetdirect', 'pdl-datastream'] } },
  { type: 'printer', weight: 0.5, when: { service: ['lpd', 'printer'] } },
  { type: 'camera', weight: 0.45, when: { service: ['rtsp'] } },
  { type: 'voip', weight: 0.3, when: { service: ['sip'] } },
  {
    type: 'iot',
    weight: 0.4,
    when: { service: ['coap', 'hap', 'matter', 'googlecast', 'airplay', 'spotify-connect'] },
  },
  { type: 'server', weight: 0.6, when: { service: ['kerberos', 'ldap', 'cldap', 'ldaps', 'ldap-gc'] } },
  { type: 'server', weight: 0.55, when: { service: ['tds', 'tns', 'mysql', 'pgsql', 'mongo', 'resp'] } },
  { type: 'server', weight: 0.5, when: { service: ['smtp', 'smtps', 'imap', 'imaps', 'pop', 'pop3s'] } },
  { type: 'server', weight: 0.4, when: { service: ['nfs', 'portmap'] } },
  { type: 'server', weight: 0.4, when: { service: ['radius', 'isakmp'] } },
  { type: 'server', weight: 0.35, when: { service: ['dns'] } },
  { type: 'server', weight: 0.3, when: { service: ['ftp'] } },
  { type: 'server', weight: 0.2, when: { service: ['ntp'] } },
  { type: 'server', weight: 0.15, when: { service: ['http', 'tls', 'quic'] } },
  { type: 'server', weight: 0.15, when: { service: ['smb', 'smb2', 'nbss'] } },
  { type: 'server', weight: 0.1, when: { service: ['ssh'] } },
  { type: 'workstation', weight: 0.2, when: { service: ['rdp', 'vnc'] } },
  { type: 'router', weight: 0.4, when: { service: ['bgp'] } },
];
