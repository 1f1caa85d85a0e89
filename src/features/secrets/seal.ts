/** AES-256-GCM (NIST SP 800-38D): what is kept cannot be read, changed or moved without the master key. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Secret } from '../../base/secret.ts';
import type { Sealed } from '../../store/state/secrets/sealed.ts';
import { deriveKey } from './derive-key.ts';
import type { MasterKey } from './key-text.ts';

const CIPHER = 'aes-256-gcm';
/** Random for each: of 2^32 secrets under one key two would be alike with a chance of 2^-32 (§8.3). */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Whose secret it is: one of another organisation or name does not open in its place. */
export interface Owner {
  readonly orgId: string;
  readonly name: string;
}

export function seal(master: MasterKey, owner: Owner, secret: Secret): Sealed {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, deriveKey(master, 'secrets'), nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(boundTo(owner, master.id));
  const sealed = Buffer.concat([cipher.update(secret.reveal(), 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { keyId: master.id, nonce: nonce.toString('base64'), sealed: sealed.toString('base64') };
}

/** Throws when anything is not as it was sealed: key, owner, a bit. */
export function unseal(master: MasterKey, owner: Owner, { nonce, sealed }: Sealed): Secret {
  const bytes = Buffer.from(sealed, 'base64');
  const end = bytes.length - TAG_BYTES;
  try {
    const decipher = createDecipheriv(CIPHER, deriveKey(master, 'secrets'), Buffer.from(nonce, 'base64'), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(boundTo(owner, master.id));
    decipher.setAuthTag(bytes.subarray(end));
    return new Secret(
      Buffer.concat([decipher.update(bytes.subarray(0, end)), decipher.final()]).toString('utf8'),
    );
  } catch (error) {
    throw new Error(
      `secret ${JSON.stringify(owner.name)} of ${owner.orgId}: it was changed behind Vigie's back, or is not sealed ` +
        `under key ${master.id}`,
      { cause: error },
    );
  }
}

const boundTo = ({ orgId, name }: Owner, keyId: string): Buffer =>
  Buffer.from(JSON.stringify(['vigie-secret-1', orgId, name, keyId]));
