/** Codes for the day when the telephone is lost: shown once, kept as hashes, each good once. */
import { createHash, randomBytes } from 'node:crypto';

export const RECOVERY_CODES = 10;
/** Crockford's base 32: nothing that looks like something else. */
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';
/** 80 bits: too many to try, so a fast hash keeps them well. */
const CHARACTERS = 16;

/** Such as `7k2m-x0pq-9r4t-c8vw`. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const letters = [...randomBytes(CHARACTERS)].map((byte) => LETTERS[byte & 31]).join('');
    return letters.replace(/(.{4})(?=.)/g, '$1-');
  });
}

/** Whatever its case, hyphens and spaces; letters that look like digits are read as those. */
export function hashOfRecoveryCode(code: string): string {
  const letters = code.toLowerCase().replace(/[\s-]/g, '').replace(/[il]/g, '1').replaceAll('o', '0');
  return createHash('sha256').update(letters).digest('hex');
}
