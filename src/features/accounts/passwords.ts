/** Passwords: argon2id (RFC 9106), in the library's thread pool. */
import { hash, verify } from '@node-rs/argon2';

/** OWASP's recommendation for argon2id: 19 MiB, two passes, one lane. */
const ARGON2ID = {
  // argon2id: the library's names are of a const enum, which single files cannot read.
  algorithm: 2,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
} as const;

/** The hash in PHC format, with its own salt and parameters. */
export const hashPassword = (password: string): Promise<string> => hash(password, ARGON2ID);

/** False for a hash of another kind too. */
export async function verifyPassword(digest: string, password: string): Promise<boolean> {
  try {
    return await verify(digest, password);
  } catch {
    return false;
  }
}
