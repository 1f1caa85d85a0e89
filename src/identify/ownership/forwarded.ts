import { areHopLimitsMadeUp } from '../hop-limit.ts';
import { BINDING, type Bindings } from '../tables/bindings.ts';

const HOPS = BINDING.forwardedHops | BINDING.initialHops;

/** Whether the hop limits of a binding were decremented, always, and by about as much each time. */
export function isForwarded({ flags, distances }: Bindings, id: number): boolean {
  return (flags[id] & HOPS) === BINDING.forwardedHops && !areHopLimitsMadeUp(distances[id]);
}
