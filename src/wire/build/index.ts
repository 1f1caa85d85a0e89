/**
 * Frames written by code: for probes, the demo network, and tests that show what they decode. Every builder takes its header's fields and
 * the payload inside, and returns the bytes:
 *
 *     ethernet(B, A, 0x0800, ipv4({ src: '192.0.2.1', dst: '192.0.2.2', protocol: 17 }, udp(1024, 53)))
 *
 * Lengths and checksums are right unless a field says otherwise. Transport checksums need addresses, so
 * `ipv4` and `ipv6` write them into the TCP, UDP or ICMPv6 header they are given, when it holds zero there.
 */
export type { Bytes } from './bytes.ts';
export { checksum, concat, hex, ip, mac, pad, u8, u16, u24, u32 } from './bytes.ts';
export * from './link.ts';
export * from './network.ts';
export * from './transport.ts';
export * from './tunnel.ts';
