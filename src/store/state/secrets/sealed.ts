import type { Micros } from '../../../base/time.ts';
import { PLATFORM } from '../audit/row.ts';

/** In place of an organisation. */
export const PLATFORM_SECRETS = PLATFORM;

/** A secret as it is kept: nothing here can be read without the master key. */
export interface Sealed {
  /** Id of the master key. */
  readonly keyId: string;
  /** base64. */
  readonly nonce: string;
  /** base64, the tag last. */
  readonly sealed: string;
}

export interface SecretInfo {
  readonly name: string;
  readonly keyId: string;
  readonly version: number;
  readonly changedAt: Micros;
}

export const SEALED_COLUMNS = 'key_id AS "keyId", nonce, sealed';
