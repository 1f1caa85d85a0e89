/** A certificate that this server signs for itself: made once, kept, made again before it ends or when its names change. */
import { generateKeyPairSync } from 'node:crypto';
import { canonical, certificateFacts, selfSigned } from './certificate.ts';
import type { KeyFiles } from './key-files.ts';
import { type CertificateSource, fromPem, type Identity, toPem } from './source.ts';

export interface SelfSignedNeeds {
  readonly files: KeyFiles;
  /** Names and addresses that the server answers under now. */
  readonly names: () => readonly string[];
  /** Unix time in ms. */
  readonly nowMs: () => number;
}

const FILE = 'self-signed.pem';
const DAY_MS = 86_400_000;
/** The longest that browsers accept is 398 days. */
const VALID_MS = 397 * DAY_MS;
const RENEW_BEFORE_MS = 30 * DAY_MS;
/** Clocks of others may be behind. */
const BACKDATED_MS = DAY_MS;

export function selfSignedSource({ files, names, nowMs }: SelfSignedNeeds): CertificateSource {
  function isGood({ cert }: Identity): boolean {
    const { names: covered, notAfterMs } = certificateFacts(cert);
    return (
      notAfterMs - nowMs() > RENEW_BEFORE_MS && names().every((name) => covered.includes(canonical(name)))
    );
  }

  function make(): Identity {
    const identity = newIdentity(names(), nowMs());
    files.write(FILE, toPem(identity));
    return identity;
  }

  const kept = (): Identity | null => fromPem(files.read(FILE));

  return {
    load() {
      const identity = kept();
      return identity !== null && isGood(identity) ? identity : make();
    },
    async renew() {
      const identity = kept();
      return identity !== null && isGood(identity) ? null : make();
    },
  };
}

/** Valid from a day ago for 397 days. */
export function newIdentity(names: readonly string[], nowMs: number): Identity {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: selfSigned(keys, {
      names,
      notBeforeMs: nowMs - BACKDATED_MS,
      notAfterMs: nowMs - BACKDATED_MS + VALID_MS,
    }),
  };
}
