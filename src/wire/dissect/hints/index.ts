import { mayBegin, type Signatures, type SignatureTable, signatureTable } from '../signature.ts';
import { INDUSTRIAL_HINTS } from './industrial.ts';
import { INFRASTRUCTURE_HINTS } from './infrastructure.ts';
import { NETWORK_HINTS } from './network.ts';
import type { HintRule } from './rule.ts';
import { FITS, OPEN, SURE } from './rule.ts';
import { SECURE_HINTS } from './secure.ts';
import { TEXT_HINTS } from './text.ts';

/** An application protocol that is named, not read. */
export interface Hint {
  /** Wireshark's display-filter name. */
  readonly protocol: string;
  /** The bytes agree; `false`: only the port says so, and the bytes do not contradict. */
  readonly byContent: boolean;
}

/** What one transport has: rules by their ports, and those that need none. Built once. */
interface Table {
  readonly byPort: ReadonlyMap<number, readonly Entry[]>;
  readonly anyPort: readonly Entry[];
  readonly signatures: SignatureTable;
}

interface Entry {
  readonly rule: HintRule;
  readonly content: Hint;
  readonly guess: Hint;
}

/** All rules, in the order in which they are asked. */
export const HINT_RULES: readonly HintRule[] = [
  ...TEXT_HINTS,
  ...SECURE_HINTS,
  ...NETWORK_HINTS,
  ...INFRASTRUCTURE_HINTS,
  ...INDUSTRIAL_HINTS,
];

/** Ephemeral ports begin here on Linux: a number from there on is no reason to guess. */
const FIRST_EPHEMERAL = 32768;

const TABLES: Readonly<Record<'tcp' | 'udp', Table>> = { tcp: buildTable('tcp'), udp: buildTable('udp') };

function buildTable(carrier: 'tcp' | 'udp'): Table {
  const byPort = new Map<number, Entry[]>();
  const anyPort: Entry[] = [];
  const signatures: Signatures[] = [];
  for (const rule of HINT_RULES) {
    const ports = rule[carrier];
    if (ports === undefined) continue;
    const entry: Entry = {
      rule,
      content: { protocol: rule.protocol, byContent: true },
      guess: { protocol: rule.protocol, byContent: false },
    };
    if (rule.anyPort !== undefined) {
      anyPort.push(entry);
      signatures.push(rule.anyPort);
    }
    for (const port of ports) {
      const entries = byPort.get(port);
      if (entries === undefined) byPort.set(port, [entry]);
      else entries.push(entry);
    }
  }
  return { byPort, anyPort, signatures: signatureTable(signatures) };
}

/**
 * Names the application protocol of a payload `[at, end)` by its content, else by its port; `null` when
 * neither says anything. An empty payload is never named. The lower port is taken for the service's. Pure,
 * allocates nothing: the answers are shared objects.
 *
 * The order: content that fits the port, content that is sure whatever the port, then the port alone, where
 * the content leaves it open.
 */
export function hint(
  carrier: 'tcp' | 'udp',
  srcPort: number,
  dstPort: number,
  frame: DataView,
  at: number,
  end: number,
): Hint | null {
  if (at >= end) return null;
  const table = TABLES[carrier];
  const low = table.byPort.get(Math.min(srcPort, dstPort));
  const high = srcPort === dstPort ? undefined : table.byPort.get(Math.max(srcPort, dstPort));
  let guess: Hint | null = null;
  if (low !== undefined) {
    for (const entry of low) {
      const verdict = entry.rule.check(frame, at, end);
      if (verdict >= FITS) return entry.content;
      if (verdict === OPEN) guess ??= entry.guess;
    }
  }
  if (high !== undefined) {
    const mayGuess = Math.max(srcPort, dstPort) < FIRST_EPHEMERAL;
    for (const entry of high) {
      const verdict = entry.rule.check(frame, at, end);
      if (verdict >= FITS) return entry.content;
      if (verdict === OPEN && mayGuess) guess ??= entry.guess;
    }
  }
  if (!mayBegin(table.signatures, frame, at, end)) return guess;
  for (const entry of table.anyPort) {
    if (entry.rule.check(frame, at, end) === SURE) return entry.content;
  }
  return guess;
}
