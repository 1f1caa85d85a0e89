import { compareText } from './evidence.ts';
import type { Observation } from './tables/sightings.ts';

/** Whom to believe about a name, best first: a person, then who hands out or registers names, then hearsay. */
const RANKS: readonly RegExp[] = [
  /^person\b/,
  /^dhcp/,
  /^(lldp|cdp)\b/,
  /^(pn_dcp|profinet)/,
  /^snmp/,
  /^mdns/,
  /^(nbns|netbios)/,
  /^(browser|nbdgm|smb|ntlm)/,
  /^llmnr/,
  /^kerberos/,
  /^(capture|pcapng|name resolution)/,
  /^dns/,
];

const MOST_NAMES = 32;

interface Candidate {
  readonly value: string;
  readonly source: string;
  readonly rank: number;
  readonly confidence: number;
  readonly first: number;
}

/**
 * Distinct names, best first: by source, then confidence, then time. A name is told once whatever its case
 * or final dot, and a short name not beside its own longer form from the same protocol.
 */
export function bestNames(observations: readonly Observation[]): { value: string; source: string }[] {
  const candidates: Candidate[] = [];
  for (const { attribute, value, source, confidence, first } of observations) {
    if (attribute !== 'name') continue;
    const name = value.replace(/\.+$/, '').trim();
    if (name === '') continue;
    candidates.push({ value: name, source, rank: rankOf(source), confidence, first });
  }
  if (candidates.length === 0) return [];
  candidates.sort(
    (a, b) =>
      a.rank - b.rank ||
      b.confidence - a.confidence ||
      a.first - b.first ||
      compareText(a.value, b.value) ||
      compareText(a.source, b.source),
  );
  const kept: Candidate[] = [];
  for (const candidate of candidates) {
    const key = candidate.value.toLowerCase();
    if (kept.some((other) => other.value.toLowerCase() === key)) continue;
    const { source } = candidate;
    if (candidates.some((other) => isSameProtocol(other.source, source) && isLongerForm(other.value, key)))
      continue;
    kept.push(candidate);
    if (kept.length === MOST_NAMES) break;
  }
  return kept.map(({ value, source }) => ({ value, source }));
}

/** A source begins with its protocol: `dhcp option 12`, `lldp system name`. */
function isSameProtocol(a: string, b: string): boolean {
  return a.split(' ', 1)[0] === b.split(' ', 1)[0];
}

function isLongerForm(name: string, short: string): boolean {
  return !short.includes('.') && name.toLowerCase().startsWith(`${short}.`);
}

function rankOf(source: string): number {
  const lower = source.toLowerCase();
  const rank = RANKS.findIndex((pattern) => pattern.test(lower));
  return rank < 0 ? RANKS.length : rank;
}
