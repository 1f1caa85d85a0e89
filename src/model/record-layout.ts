/** How the records of a capture lie whose frames are taken many at once: little-endian, Ethernet. */
export type RecordLayout = PcapLayout | PcapngLayout;

/** Records of a pcap file, with headers of 16 bytes (draft-ietf-opsawg-pcap §5). */
export interface PcapLayout {
  readonly kind: 'pcap';
  /** Fractions of seconds are nanoseconds, not microseconds. */
  readonly nanos: boolean;
}

/** Enhanced packet blocks of one interface (draft-ietf-opsawg-pcapng §4.3). Other blocks may lie between them. */
export interface PcapngLayout {
  readonly kind: 'pcapng';
  readonly interfaceId: number;
  /** A whole number, 1 to 10⁶. */
  readonly ticksPerMicro: number;
  /** if_tsoffset, at most 2⁵² µs either way. */
  readonly offsetMicros: number;
}
