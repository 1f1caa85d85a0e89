/** What an address in the hot path's form (ip.ts) is, by the range it lies in. Compiled to WebAssembly too. */
import type { i32 } from './machine.ts';

/** RFC 1918, RFC 6598 (shared) or link-local: an IPv4 address that stays inside a site. */
export function isPrivateIpv4(word: i32): boolean {
  const a = (word >>> 24) & 255;
  const b = (word >>> 16) & 255;
  return (
    a === 10 ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 169 && b === 254) ||
    (a === 100 && b >= 64 && b < 128)
  );
}

/** True for addresses that name one host: not unspecified, loopback, multicast, broadcast or reserved. */
export function isHostIpv4(word: i32): boolean {
  const a = (word >>> 24) & 255;
  return a !== 0 && a !== 127 && a < 224;
}

/** The same for IPv6 (not ::, ::1, or ff00::/8). */
export function isHostIpv6(w0: i32, w1: i32, w2: i32, w3: i32): boolean {
  if (w0 >>> 24 === 0xff) return false;
  return !(w0 === 0 && w1 === 0 && w2 === 0 && (w3 === 0 || w3 === 1));
}

/** The same for either version; anything but 4 and 6 is no address. */
export function isHostIp(version: i32, w0: i32, w1: i32, w2: i32, w3: i32): boolean {
  if (version === 4) return isHostIpv4(w0);
  return version === 6 && isHostIpv6(w0, w1, w2, w3);
}

/** fe80::/10. */
export function isLinkLocalIpv6(w0: i32): boolean {
  return w0 >>> 22 === 0x3fa;
}

/** fc00::/7, RFC 4193. */
export function isUniqueLocalIpv6(w0: i32): boolean {
  return w0 >>> 25 === 0x7e;
}

/** A destination no router forwards: 255.255.255.255, 224.0.0.0/24 (RFC 5771 §4), ff02::/16 (RFC 4291 §2.7). */
export function staysOnLink(version: i32, w0: i32): boolean {
  if (version === 4) return (w0 | 0) === -1 || w0 >>> 8 === 0xe00000;
  return version === 6 && w0 >>> 16 === 0xff02;
}
