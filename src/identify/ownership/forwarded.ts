import { HOPS_FORWARDED, HOPS_INITIAL } from '../hop-kinds.ts';
import { areHopLimitsMadeUp } from '../hop-limit.ts';
import type { Bindings } from '../tables/bindings.ts';

const HOPS = HOPS_FORWARDED | HOPS_INITIAL;

/** Whether the hop limits of a binding were decremented, always, and by about as much each time. */
export function isForwarded({ flags, distances }: Bindings, id: number): boolean {
  return (flags[id] & HOPS) === HOPS_FORWARDED && !areHopLimitsMadeUp(distances[id]);
}
