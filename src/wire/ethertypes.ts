/**
 * What a link-layer frame carries, as one number: an ethertype (IEEE 802 numbers, ≥ 0x600), or for
 * 802.3 frames a code above 0xffff made from the LLC or SNAP header.
 */
export const ETHER = {
  ipv4: 0x0800,
  arp: 0x0806,
  wol: 0x0842,
  rarp: 0x8035,
  vlan: 0x8100,
  ipx: 0x8137,
  ipv6: 0x86dd,
  slow: 0x8809,
  mplsUnicast: 0x8847,
  mplsMulticast: 0x8848,
  pppoeDiscovery: 0x8863,
  pppoeSession: 0x8864,
  eapol: 0x888e,
  profinet: 0x8892,
  ethercat: 0x88a4,
  providerVlan: 0x88a8,
  goose: 0x88b8,
  gse: 0x88b9,
  sv: 0x88ba,
  lldp: 0x88cc,
  homeplug: 0x88e1,
  macsec: 0x88e5,
  pbb: 0x88e7,
  ptp: 0x88f7,
  fabricPath: 0x8903,
  vnTag: 0x8926,
  eTag: 0x893f,
  loop: 0x9000,
  oldQinQ: 0x9100,
} as const;

/** 802.3 with an LLC header: this code plus the DSAP. */
export const LLC_BASE = 0x1_0000;
/** 802.3 with LLC/SNAP and an organisation of its own: this code plus the protocol id. */
export const SNAP_CISCO_BASE = 0x2_0000;
export const SNAP_OTHER_BASE = 0x3_0000;

export const LLC = {
  stp: LLC_BASE + 0x42,
  netbios: LLC_BASE + 0xf0,
  ipx: LLC_BASE + 0xe0,
  osi: LLC_BASE + 0xfe,
  cdp: SNAP_CISCO_BASE + 0x2000,
  vtp: SNAP_CISCO_BASE + 0x2003,
  dtp: SNAP_CISCO_BASE + 0x2004,
  pvst: SNAP_CISCO_BASE + 0x010b,
  udld: SNAP_CISCO_BASE + 0x0111,
} as const;
