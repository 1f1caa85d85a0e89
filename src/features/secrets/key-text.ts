/** Master keys as people and files write them. */
import { hkdfSync, randomBytes } from 'node:crypto';
import { EXIT, InputError } from '../../base/errors.ts';
import { Secret } from '../../base/secret.ts';

/** AES-256. */
export const KEY_BYTES = 32;
const KEY_ID_BYTES = 8;

export interface MasterKey {
  /** Says which one it is without saying what it is: 16 hexadecimal digits, derived. */
  readonly id: string;
  readonly bytes: Secret<Buffer>;
}

/** From HKDF, so that the key does not follow from it. */
export function masterKeyOf(bytes: Buffer): MasterKey {
  const id = Buffer.from(hkdfSync('sha256', bytes, '', 'vigie/key-id', KEY_ID_BYTES)).toString('hex');
  return { id, bytes: new Secret(bytes) };
}

export const newMasterKey = (): MasterKey => masterKeyOf(randomBytes(KEY_BYTES));

/**
 * The keys of a text, the current one first: 32 bytes each, as base64 (44 characters) or hexadecimal (64), apart by white
 * space; a line that begins with # is a remark. Throws one sentence that names `source` and no character of the text.
 */
export function parseKeys(text: string, source: string): [MasterKey, ...MasterKey[]] {
  const words = text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .flatMap((line) => line.split(/\s+/).filter(Boolean));
  const [current, ...older] = words.map((word) => masterKeyOf(parseKey(word, source)));
  if (current !== undefined) return [current, ...older];
  throw new InputError(`${source}: expected a master key, found nothing; ${EXPECTED}`, EXIT.failure);
}

const EXPECTED =
  '32 bytes as base64 (44 characters, "openssl rand -base64 32" makes one) or hexadecimal (64)';

function parseKey(word: string, source: string): Buffer {
  const isHex = /^[0-9a-f]{64}$/i.test(word);
  if (isHex || /^[A-Za-z0-9+/_-]{43}=?$/.test(word)) return Buffer.from(word, isHex ? 'hex' : 'base64');
  throw new InputError(
    `${source}: expected a master key of ${EXPECTED}, found ${word.length} characters that are neither`,
    EXIT.failure,
  );
}

/** The file as it is written: the current key first. */
export function writeKeys(keys: readonly MasterKey[]): string {
  const lines = keys.map(({ id, bytes }) => `# id ${id}\n${bytes.reveal().toString('base64')}\n`);
  return `# The master key of this Vigie: what it keeps secret is encrypted under it. Whoever has it and the data can read\n# those secrets; without it nobody can. Keep a copy apart from the backups of the data.\n${lines.join('')}`;
}
