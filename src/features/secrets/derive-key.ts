import { hkdfSync } from 'node:crypto';
import { KEY_BYTES, type MasterKey } from './key-text.ts';

/** What keys are derived for; each is independent of the others. */
export type KeyPurpose = 'audit-head' | 'secrets';

/**
 * 32 bytes for one purpose, by HKDF-SHA-256 (RFC 5869). They change with the master key: what must outlive a rotation
 * (others' signing keys, what a library encrypts by itself) is kept as a secret instead, which rotation takes along.
 */
export function deriveKey(masterKey: MasterKey, purpose: KeyPurpose): Buffer {
  return Buffer.from(hkdfSync('sha256', masterKey.bytes.reveal(), '', `vigie/${purpose}`, KEY_BYTES));
}
