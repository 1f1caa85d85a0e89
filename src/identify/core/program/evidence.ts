/** What hop limits, groups and private addresses tell of the bindings at both ends of the conversation at hand. */
import { staysOnLink } from '../../../base/ip-ranges.ts';
import type { i32 } from '../../../base/machine.ts';
import { HOPS_FORWARDED } from '../../hop-kinds.ts';
import { ON_LINK, PUBLIC_FROM_PRIVATE, PUBLIC_TO_PRIVATE } from '../../tables/layout.ts';
import { isPrivate } from './addresses.ts';
import { addDistances, addFlags } from './bindings.ts';
import { ADDRESS, BINDING, DST, HOPS, SRC, sent, TTL, version, W0 } from './conversation.ts';
import { HOP_DISTANCES } from './layout.ts';
import { int } from './memory.ts';

export function addEvidence(): void {
  addHops(SRC);
  addHops(DST);
  // No host has such an address.
  const isForGroup = int(DST + ADDRESS) < 0 && staysOnLink(version, int(DST + W0));
  if (isForGroup && sent(SRC) && int(SRC + BINDING) >= 0 && int(SRC + HOPS) !== HOPS_FORWARDED) {
    addFlags(int(SRC + BINDING), ON_LINK);
  }
  const from = int(SRC + ADDRESS);
  const to = int(DST + ADDRESS);
  if (from < 0 || to < 0 || isPrivate(from) === isPrivate(to)) return;
  if (isPrivate(from)) addBorder(SRC, DST);
  else addBorder(DST, SRC);
}

function addHops(mine: i32): void {
  const binding = int(mine + BINDING);
  if (binding < 0 || !sent(mine)) return;
  const hops = int(mine + HOPS);
  addFlags(binding, hops);
  if (hops === HOPS_FORWARDED) addDistances(binding, int(HOP_DISTANCES + int(mine + TTL) * 4));
}

/** A private address talks with a public one. */
function addBorder(inside: i32, outside: i32): void {
  // One that was itself forwarded to here says nothing about where the public one lives.
  const isForwarded = sent(inside) && int(inside + HOPS) === HOPS_FORWARDED;
  const binding = int(outside + BINDING);
  if (isForwarded || binding < 0) return;
  if (sent(outside)) addFlags(binding, PUBLIC_TO_PRIVATE);
  if (sent(inside)) addFlags(binding, PUBLIC_FROM_PRIVATE);
}
