/** The network plan of Atelier Boréal, a company that does not exist. */

/** VLAN ids. The third byte of an inside address is its VLAN. */
export const VLAN = { office: 10, voice: 20, servers: 30, plant: 40, management: 99 } as const;

export const DOMAIN = 'boreal.example';
export const NETBIOS_DOMAIN = 'BOREAL';

/** Inside address of a host, `10.10.<vlan>.<host>`. */
export const inside = (vlan: number, host: number): string => `10.10.${vlan}.${host}`;
export const broadcastOf = (vlan: number): string => inside(vlan, 255);
export const NETMASK = '255.255.255.0';

/** Global IPv6 of the office (RFC 3849); the rest of the documentation prefix is the Internet. */
export const OFFICE_PREFIX = '2001:db8:b0:10::';
export const insideV6 = (host: number): string => `${OFFICE_PREFIX}${host.toString(16)}`;

/** Somebody on the Internet, seen through the gateway. */
export interface Peer {
  readonly ip: string;
  readonly name: string;
  /** Routers between them and the gateway. */
  readonly hops: number;
  /** There and back, µs. */
  readonly roundTripUs: number;
}

const peer = (ip: string, name: string, hops: number, roundTripUs: number): Peer => ({
  ip,
  name,
  hops,
  roundTripUs,
});

/** Sites people visit. Names and addresses for documentation only (RFC 2606, 5737, 3849). */
export const SITES: readonly Peer[] = [
  peer('198.51.100.20', 'www.example.com', 9, 18_000),
  peer('198.51.100.34', 'courriel.example.net', 8, 14_000),
  peer('198.51.100.35', 'documents.example.net', 8, 14_500),
  peer('203.0.113.14', 'fournisseur-acier.example', 12, 31_000),
  peer('203.0.113.80', 'actualites.example.org', 11, 24_000),
  peer('203.0.113.81', 'images.example.org', 11, 24_500),
  peer('192.0.2.66', 'banque.example', 10, 21_000),
  peer('192.0.2.120', 'meteo.example', 13, 38_000),
];
export const SITES_V6: readonly Peer[] = [
  peer('2001:db8:ffff::20', 'www.example.com', 9, 17_000),
  peer('2001:db8:ffff:80::14', 'nuage.example.org', 10, 22_000),
];
export const UPDATES = peer('198.51.100.90', 'mises-a-jour.example.net', 9, 16_000);
export const RESOLVER = peer('198.51.100.53', 'resolveur.example.net', 7, 11_000);
export const CLOCK = peer('203.0.113.123', 'ntp.example.org', 10, 19_000);
export const TELEPHONY = peer('198.51.100.60', 'telephonie.example', 8, 13_000);
