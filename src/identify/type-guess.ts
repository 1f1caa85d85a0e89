import type { DeviceType } from '../model/analysis.ts';
import { combine, compareText, type Mark } from './evidence.ts';
import type { AttributeName } from './sighting.ts';
import { TYPE_RULES } from './type-rules/index.ts';
import type { TypeRule } from './type-rules/type-rule.ts';

/** What is known of a device when its type is guessed. */
export interface TypeFacts {
  readonly vendor: string | null;
  /** Everything said about it, with how far it is believed. */
  readonly said: readonly { attribute: AttributeName; value: string; confidence: number; mark: Mark }[];
  /** Services it answers in. */
  readonly services: readonly { name: string; port: number; mark: Mark }[];
  /** Distinct industrial servers it is a client of. */
  readonly industrialServers: { readonly count: number; readonly marks: readonly Mark[] };
  /** Link-layer protocols it sends (SPEAKS names). */
  readonly speaks: readonly { readonly name: string; readonly mark: Mark }[];
  /** `null`: no traffic speaks for a gateway. Its own word (role) is among `said`. */
  readonly gateway: { readonly score: number; readonly marks: readonly Mark[] } | null;
}

export interface TypeGuess {
  readonly type: DeviceType;
  readonly confidence: number;
  readonly marks: readonly Mark[];
}

/** Below this the type is unknown: a hint is not a finding. */
const LEAST_CONFIDENCE = 0.5;

/**
 * Lets every rule vote, joins the votes of each type as independent hints, and takes the strongest type,
 * or `null` when none is strong enough. Equal strength goes to the alphabetically first: arbitrary, but
 * always the same.
 */
export function guessType(facts: TypeFacts): TypeGuess | null {
  const votes = new Map<DeviceType, { weights: number[]; marks: Mark[] }>();
  for (const rule of TYPE_RULES) {
    const match = matchRule(rule, facts);
    if (match === null) continue;
    let of = votes.get(rule.type);
    if (of === undefined) {
      of = { weights: [], marks: [] };
      votes.set(rule.type, of);
    }
    of.weights.push(rule.weight * match.strength);
    of.marks.push(...match.marks);
  }
  let best: TypeGuess | null = null;
  for (const [type, { weights, marks }] of votes) {
    const confidence = combine(weights);
    const isBetter =
      best === null ||
      confidence > best.confidence ||
      (confidence === best.confidence && compareText(type, best.type) < 0);
    if (isBetter) best = { type, confidence, marks };
  }
  return best !== null && best.confidence >= LEAST_CONFIDENCE ? best : null;
}

/** Every condition of a rule must hold. Strength is the belief in the weakest of them. */
function matchRule(rule: TypeRule, facts: TypeFacts): { strength: number; marks: Mark[] } | null {
  const marks: Mark[] = [];
  let strength = 1;
  const { said, service, speaks, clientOf, vendor, gateway } = rule.when;
  if (said !== undefined) {
    const best = bestSaid(facts, said);
    if (best === null) return null;
    strength = Math.min(strength, best.confidence);
    marks.push(best.mark);
  }
  if (service !== undefined) {
    const found = facts.services.find((offered) => service.includes(offered.name));
    if (found === undefined) return null;
    marks.push(found.mark);
  }
  if (speaks !== undefined) {
    const found = facts.speaks.find((spoken) => spoken.name === speaks);
    if (found === undefined) return null;
    marks.push(found.mark);
  }
  if (clientOf !== undefined) {
    if (facts.industrialServers.count < clientOf) return null;
    marks.push(...facts.industrialServers.marks);
  }
  if (vendor !== undefined && (facts.vendor === null || !vendor.test(facts.vendor))) return null;
  if (gateway === true) {
    if (facts.gateway === null) return null;
    strength = Math.min(strength, facts.gateway.score);
    marks.push(...facts.gateway.marks);
  }
  return { strength, marks };
}

function bestSaid(facts: TypeFacts, said: NonNullable<TypeRule['when']['said']>) {
  let best: TypeFacts['said'][number] | null = null;
  for (const entry of facts.said) {
    if (!said.attributes.includes(entry.attribute) || !said.matches.test(entry.value)) continue;
    const isBetter =
      best === null ||
      entry.confidence > best.confidence ||
      (entry.confidence === best.confidence && entry.mark.packet < best.mark.packet);
    if (isBetter) best = entry;
  }
  return best;
}
