import type { DeviceType } from '../model/device-types.ts';
import { combine, compareText, type Mark } from './evidence.ts';
import type { AttributeName } from './sighting.ts';
import { compareObservations, type Observation } from './tables/sightings.ts';
import { TYPE_RULES } from './type-rules/index.ts';
import type { TypeRule } from './type-rules/type-rule.ts';

/** What is known of a device when its type is guessed. */
export interface TypeFacts {
  readonly vendor: string | null;
  /** Everything said about it, with how far it is believed. */
  readonly said: readonly Observation[];
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
 * always the same. Rules for which there is no evidence of the right kind are not looked at.
 */
export function guessType(facts: TypeFacts): TypeGuess | null {
  const evidence = evidenceIn(facts);
  if (evidence === 0) return null;
  const said = bestOfEach(facts.said);
  const votes = new Map<DeviceType, { weights: number[]; marks: Mark[] }>();
  for (const { rule, anyOf, allOf } of RULES) {
    if ((anyOf & evidence) === 0 || (allOf & evidence) !== allOf) continue;
    const match = matchRule(rule, facts, said);
    if (match === null) continue;
    let of = votes.get(rule.type);
    if (of === undefined) {
      of = { weights: [], marks: [] };
      votes.set(rule.type, of);
    }
    of.weights.push(rule.weight * match.strength);
    of.marks.push(...match.marks);
  }
  return strongest(votes);
}

function strongest(votes: ReadonlyMap<DeviceType, { weights: number[]; marks: Mark[] }>): TypeGuess | null {
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

/** Kinds of evidence, as bits; each attribute takes one of the higher bits. */
const VENDOR = 1;
const SERVICE = 2;
const SPEAKS = 4;
const CLIENT = 8;
const GATEWAY = 16;
const ANYTHING = -1;

const ATTRIBUTE_BITS = new Map<AttributeName, number>();

function bitOf(attribute: AttributeName): number {
  let bit = ATTRIBUTE_BITS.get(attribute);
  if (bit === undefined) {
    bit = 1 << (5 + ATTRIBUTE_BITS.size);
    ATTRIBUTE_BITS.set(attribute, bit);
  }
  return bit;
}

/** Rules with the evidence they cannot match without: all of `allOf`, and one of `anyOf`. */
const RULES = TYPE_RULES.map((rule) => {
  const { said, service, speaks, clientOf, vendor, gateway } = rule.when;
  const anyOf = said?.attributes.reduce((bits, attribute) => bits | bitOf(attribute), 0) ?? ANYTHING;
  const allOf =
    (vendor === undefined ? 0 : VENDOR) |
    (service === undefined ? 0 : SERVICE) |
    (speaks === undefined ? 0 : SPEAKS) |
    (clientOf === undefined ? 0 : CLIENT) |
    (gateway === undefined ? 0 : GATEWAY);
  return { rule, anyOf, allOf };
});

/** Which kinds of evidence there are of a device. Attributes that no rule asks for do not count. */
function evidenceIn(facts: TypeFacts): number {
  let bits = 0;
  for (const { attribute } of facts.said) bits |= ATTRIBUTE_BITS.get(attribute) ?? 0;
  if (facts.services.length > 0) bits |= SERVICE;
  if (facts.speaks.length > 0) bits |= SPEAKS;
  if (facts.industrialServers.count > 0) bits |= CLIENT;
  if (facts.gateway !== null) bits |= GATEWAY;
  if (facts.vendor !== null && isTelling(facts.vendor)) bits |= VENDOR;
  return bits;
}

const VENDOR_PATTERNS = TYPE_RULES.flatMap((rule) => rule.when.vendor ?? []);
const MOST_VENDORS = 1024;
/** Vendors that were asked about before: a network has few, and each was tried on every pattern. */
const tellingVendors = new Map<string, boolean>();

/** Whether a rule asks for this vendor. */
function isTelling(vendor: string): boolean {
  let isKnown = tellingVendors.get(vendor);
  if (isKnown === undefined) {
    isKnown = VENDOR_PATTERNS.some((pattern) => pattern.test(vendor));
    if (tellingVendors.size >= MOST_VENDORS) tellingVendors.clear();
    tellingVendors.set(vendor, isKnown);
  }
  return isKnown;
}

/** Every condition of a rule must hold. Strength is the belief in the weakest of them. */
function matchRule(
  rule: TypeRule,
  facts: TypeFacts,
  heard: readonly Observation[],
): { strength: number; marks: Mark[] } | null {
  const marks: Mark[] = [];
  let strength = 1;
  const { said, service, speaks, clientOf, vendor, gateway } = rule.when;
  if (said !== undefined) {
    const best = bestSaid(heard, said);
    if (best === null) return null;
    strength = Math.min(strength, best.confidence);
    marks.push({ source: best.source, at: best.first, packet: best.firstPacket });
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

function bestSaid(heard: readonly Observation[], said: NonNullable<TypeRule['when']['said']>) {
  let best: Observation | null = null;
  for (const entry of heard) {
    if (!said.attributes.includes(entry.attribute) || !said.matches.test(entry.value)) continue;
    if (best === null || isBetter(entry, best)) best = entry;
  }
  return best;
}

/** What was said more than once, only where it is best: of a thousand addresses of one router the same may be said. */
function bestOfEach(said: readonly Observation[]): readonly Observation[] {
  if (said.length < 2) return said;
  const best = new Map<string, Observation>();
  for (const entry of said) {
    const key = `${entry.attribute} ${entry.value}`;
    const rival = best.get(key);
    if (rival === undefined || isBetter(entry, rival)) best.set(key, entry);
  }
  return [...best.values()];
}

/** Believed more, or said earlier. */
function isBetter(a: Observation, b: Observation): boolean {
  return a.confidence === b.confidence ? compareObservations(a, b) < 0 : a.confidence > b.confidence;
}
