import type { AssembleTools, SummaryFacts } from './assemble.ts';
import { combine, type Mark } from './evidence.ts';
import type { GatewayReason, GatewayVerdict, Ownership } from './ownership/gateway.ts';
import type { Bindings } from './tables/bindings.ts';
import { type Interfaces, SPEAKS } from './tables/interfaces.ts';
import { guessType, type TypeFacts, type TypeGuess } from './type-guess.ts';

/** What kind of device it is, by everything that is known of it. */
export function guessFor(
  facts: SummaryFacts,
  vendor: string | null,
  gateway: GatewayVerdict | null,
  { interfaces, bindings }: AssembleTools,
): TypeGuess | null {
  return guessType({
    vendor,
    said: facts.observations,
    services: facts.offered.best,
    industrialServers: facts.industrialServers,
    speaks: spokenBy(facts.interfaces, interfaces),
    gateway: gateway === null ? null : forwarding(gateway, bindings),
  });
}

const SILENT: TypeFacts['speaks'] = [];

/** Protocols without IP that it sends. Where it was first seen has to do for a mark. */
function spokenBy(members: readonly number[], interfaces: Interfaces): TypeFacts['speaks'] {
  let bits = 0;
  for (const id of members) bits |= interfaces.speaks[id];
  if (bits === 0) return SILENT;
  const [main] = members;
  const at = interfaces.first[main];
  const packet = interfaces.firstPacket[main];
  return Object.entries(SPEAKS)
    .filter(([, bit]) => (bits & bit) !== 0)
    .map(([name]) => ({ name, mark: { source: `${name} frames`, at, packet } }));
}

/** What its traffic says. Its own word comes again among what was said, and would count twice here. */
function forwarding(gateway: GatewayVerdict, bindings: Bindings): TypeFacts['gateway'] {
  const traffic = gateway.reasons.filter((reason) => reason.kind !== 'word');
  if (traffic.length === 0) return null;
  return {
    score: combine(traffic.map((reason) => reason.weight)),
    marks: gatewayMarks(traffic, bindings),
  };
}

/** The verdict on its interfaces that says most of a gateway. */
export function strongestGateway(members: readonly number[], ownership: Ownership): GatewayVerdict | null {
  let best: GatewayVerdict | null = null;
  for (const id of members) {
    const verdict = ownership.gateway(id);
    if (verdict !== null && (best === null || verdict.score > best.score)) best = verdict;
  }
  return best;
}

/** Where the reasons are to be seen. */
export function gatewayMarks(reasons: readonly GatewayReason[], bindings: Bindings): Mark[] {
  const marks: Mark[] = [];
  for (const { reason, bindings: witnesses, seen } of reasons) {
    if (seen !== null) marks.push({ source: reason, ...seen });
    for (const id of witnesses) {
      marks.push({ source: reason, at: bindings.shownAt[id], packet: bindings.shownPacket[id] });
    }
  }
  return marks;
}
