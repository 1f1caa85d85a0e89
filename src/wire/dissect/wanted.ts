import { HINT_RULES } from './hints/index.ts';
import { DISSECTORS } from './index.ts';
import { type Signatures, type SignatureTable, signatureTable } from './signature.ts';

/** Which payloads anybody here can read or name. */
export interface Wanted {
  /** Of either side: whatever the payload. */
  readonly ports: readonly number[];
  /** On any port. */
  readonly signatures: SignatureTable;
}

/** For every other payload, `dissect` and `hint` answer `null`. */
export function wanted(carrier: 'tcp' | 'udp'): Wanted {
  const ports: number[] = [];
  const signatures: Signatures[] = [];
  for (const { over, begins } of DISSECTORS) {
    const own = (over as { tcp?: readonly number[]; udp?: readonly number[] })[carrier];
    if (own === undefined) continue;
    ports.push(...own);
    signatures.push(begins);
  }
  for (const rule of HINT_RULES) {
    const own = rule[carrier];
    if (own === undefined) continue;
    ports.push(...own);
    if (rule.anyPort !== undefined) signatures.push(rule.anyPort);
  }
  return { ports, signatures: signatureTable(signatures) };
}
