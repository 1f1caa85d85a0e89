import type { Mac } from '../../../base/mac.ts';
import { ipv6At, macAt } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';

export interface NdPrefix {
  readonly prefix: string;
  readonly length: number;
  readonly onLink: boolean;
  /** Hosts may make their own address from it (RFC 4862). */
  readonly autonomous: boolean;
  /** 4294967295 is for ever. */
  readonly validSeconds: number;
  readonly preferredSeconds: number;
}

/** Options of RFC 4861 §4.6 and RFC 8106 §5.1; `null` or empty when absent. */
export interface NdOptions {
  readonly sourceLinkAddress: Mac | null;
  readonly targetLinkAddress: Mac | null;
  readonly prefixes: readonly NdPrefix[];
  readonly mtu: number | null;
  readonly dnsServers: readonly string[];
}

/** Neighbour discovery, RFC 4861 §4. */
export type NdMessage = NdOptions &
  (
    | { readonly kind: 'router-solicitation' }
    | {
        readonly kind: 'router-advertisement';
        readonly hopLimit: number;
        /** Addresses are to be had from DHCPv6 (M), other settings too (O). */
        readonly managed: boolean;
        readonly otherConfig: boolean;
        /** 0: not a default router. */
        readonly lifetimeSeconds: number;
      }
    | { readonly kind: 'neighbor-solicitation'; readonly target: string }
    | {
        readonly kind: 'neighbor-advertisement';
        readonly target: string;
        readonly router: boolean;
        readonly solicited: boolean;
        readonly override: boolean;
      }
    | { readonly kind: 'redirect'; readonly target: string; readonly destination: string }
  );

const ROUTER_SOLICITATION = 133;
const ROUTER_ADVERTISEMENT = 134;
const NEIGHBOR_SOLICITATION = 135;
const NEIGHBOR_ADVERTISEMENT = 136;
const REDIRECT = 137;
/** Bytes before the options, from the ICMPv6 type on. */
const FIXED: readonly number[] = [8, 16, 24, 24, 40];

const OPTION_SOURCE_LINK = 1;
const OPTION_TARGET_LINK = 2;
const OPTION_PREFIX = 3;
const OPTION_MTU = 5;
const OPTION_RDNSS = 25;

type Draft = { -readonly [Key in keyof NdOptions]: NdOptions[Key] };

function readPrefix(frame: DataView, at: number): NdPrefix {
  const flags = frame.getUint8(at + 3);
  return {
    prefix: ipv6At(frame, at + 16),
    length: frame.getUint8(at + 2),
    onLink: (flags & 0x80) !== 0,
    autonomous: (flags & 0x40) !== 0,
    validSeconds: frame.getUint32(at + 4),
    preferredSeconds: frame.getUint32(at + 8),
  };
}

/** Options that are whole; lengths are in units of eight bytes and never zero (§4.6). */
function readOptions(frame: DataView, at: number, end: number): Draft {
  const prefixes: NdPrefix[] = [];
  const dnsServers: string[] = [];
  const draft: Draft = { sourceLinkAddress: null, targetLinkAddress: null, prefixes, mtu: null, dnsServers };
  let next = at;
  while (next + 8 <= end) {
    const length = frame.getUint8(next + 1) * 8;
    if (length === 0 || next + length > end) break;
    const type = frame.getUint8(next);
    if (type === OPTION_SOURCE_LINK && length === 8) draft.sourceLinkAddress ??= macAt(frame, next + 2);
    else if (type === OPTION_TARGET_LINK && length === 8) draft.targetLinkAddress ??= macAt(frame, next + 2);
    else if (type === OPTION_PREFIX && length === 32) prefixes.push(readPrefix(frame, next));
    else if (type === OPTION_MTU && length === 8) draft.mtu ??= frame.getUint32(next + 4);
    else if (type === OPTION_RDNSS) {
      for (let i = next + 8; i + 16 <= next + length; i += 16) dnsServers.push(ipv6At(frame, i));
    }
    next += length;
  }
  return draft;
}

/** ICMPv6 types 133…137; `[at, end)` begins at the ICMPv6 type. The checksum is not verified. */
export const nd: Dissector<'icmpv6', NdMessage> = {
  protocol: 'icmpv6',
  over: {
    icmpv6: [
      ROUTER_SOLICITATION,
      ROUTER_ADVERTISEMENT,
      NEIGHBOR_SOLICITATION,
      NEIGHBOR_ADVERTISEMENT,
      REDIRECT,
    ],
  },
  begins: [],

  detect() {
    return false;
  },

  read(frame, at, end) {
    if (end - at < 8) return null;
    const type = frame.getUint8(at);
    const fixed = FIXED[type - ROUTER_SOLICITATION];
    // §6.1, §7.1, §8.1: the code is 0, anything else is to be ignored.
    if (fixed === undefined || end - at < fixed || frame.getUint8(at + 1) !== 0) return null;
    const options = readOptions(frame, at + fixed, end);
    const flags = frame.getUint8(at + 4);
    if (type === ROUTER_SOLICITATION) return { kind: 'router-solicitation', ...options };
    if (type === ROUTER_ADVERTISEMENT) {
      const raFlags = frame.getUint8(at + 5);
      return {
        kind: 'router-advertisement',
        hopLimit: flags,
        managed: (raFlags & 0x80) !== 0,
        otherConfig: (raFlags & 0x40) !== 0,
        lifetimeSeconds: frame.getUint16(at + 6),
        ...options,
      };
    }
    const target = ipv6At(frame, at + 8);
    if (type === NEIGHBOR_SOLICITATION) return { kind: 'neighbor-solicitation', target, ...options };
    if (type === REDIRECT) {
      return { kind: 'redirect', target, destination: ipv6At(frame, at + 24), ...options };
    }
    return {
      kind: 'neighbor-advertisement',
      target,
      router: (flags & 0x80) !== 0,
      solicited: (flags & 0x40) !== 0,
      override: (flags & 0x20) !== 0,
      ...options,
    };
  },
};
