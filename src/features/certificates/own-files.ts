/** A certificate that the user keeps: certbot, the company's authority, a shop. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { EXIT, InputError } from '../../base/errors.ts';
import { isPair } from './certificate.ts';
import type { CertificateSource, Identity } from './source.ts';

export function ownFiles({
  certFile,
  keyFile,
}: {
  readonly certFile: string;
  readonly keyFile: string;
}): CertificateSource {
  let shown: Identity | null = null;

  function load(): Identity {
    const identity = { cert: read(certFile, '--tls-cert'), key: read(keyFile, '--tls-key') };
    check(identity, certFile, keyFile);
    shown = identity;
    return identity;
  }

  return {
    load,
    async renew() {
      const { cert, key } = shown ?? { cert: '', key: '' };
      const identity = load();
      return identity.cert === cert && identity.key === key ? null : identity;
    },
  };
}

function read(file: string, option: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw new InputError(`${option} ${file}: cannot be read${code}; expected a PEM file`, EXIT.failure);
  }
}

/** Two files that were not made for each other, or are being replaced just now, are refused as a pair. */
function check({ cert, key }: Identity, certFile: string, keyFile: string): void {
  try {
    new X509Certificate(cert);
  } catch {
    throw new InputError(`--tls-cert ${certFile}: no certificate in it; expected PEM`, EXIT.failure);
  }
  if (isPair({ cert, key })) return;
  try {
    createPrivateKey(key);
  } catch {
    throw new InputError(
      `--tls-key ${keyFile}: no private key in it that can be read; expected PEM without a passphrase`,
      EXIT.failure,
    );
  }
  throw new InputError(`--tls-key ${keyFile}: not the key of the certificate in ${certFile}`, EXIT.failure);
}
