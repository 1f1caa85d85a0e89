/** Where the certificate that a server shows comes from: files of the user, ourselves, an authority. */

import { isPair } from './certificate.ts';

export interface Identity {
  /** PEM of the private key. */
  readonly key: string;
  /** PEM: of the server, then of those that vouch for it. */
  readonly cert: string;
}

/** Both in one file: they are replaced together. */
export const toPem = ({ key, cert }: Identity): string => key + cert;

/** What `toPem` has written; `null` when there is no key and certificate of each other in it. */
export function fromPem(text: string | null): Identity | null {
  const key = /-----BEGIN PRIVATE KEY-----[\s\S]+?-----END PRIVATE KEY-----\n/.exec(text ?? '')?.[0];
  const certs = (text ?? '').match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----\n/g);
  if (key === undefined || certs === null) return null;
  const identity = { key, cert: certs.join('') };
  return isPair(identity) ? identity : null;
}

export interface CertificateSource {
  /** What to show now. Throws InputError when there is none and none can be made. */
  load(): Identity;
  /**
   * Looks whether another should be shown, gets it when that takes a while, and gives it; `null` when what is shown stays.
   * To be called now and then; rejects with a message for the log when it could not.
   */
  renew(): Promise<Identity | null>;
}
