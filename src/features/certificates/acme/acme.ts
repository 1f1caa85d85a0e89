/** A certificate from an authority, kept, and asked for again before it ends. */
import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Outgoing } from '../../outgoing/outgoing.ts';
import { certificateFacts } from '../certificate.ts';
import type { KeyFiles } from '../key-files.ts';
import { newIdentity } from '../self-signed.ts';
import { type CertificateSource, fromPem, type Identity, toPem } from '../source.ts';
import { orderCertificate } from './order.ts';
import { openSession } from './session.ts';

export interface AcmeOptions {
  /** At least one; names in the DNS, no star. */
  readonly domains: readonly string[];
  readonly email: string | null;
  /** Of the authority, https. */
  readonly directory: string;
}

export interface AcmeNeeds extends AcmeOptions {
  readonly files: KeyFiles;
  readonly outgoing: Outgoing;
  /** What the plain HTTP port answers to challenges. */
  readonly answers: Map<string, string>;
  readonly nowMs: () => number;
  /** Ends whatever is under way. */
  readonly signal: AbortSignal;
}

/** What is left of its time when another is asked for: a month of three, two days of six. */
const RENEW_AT = 1 / 3;

export function acmeSource(needs: AcmeNeeds): CertificateSource {
  const { domains, email, directory, files, outgoing, answers, nowMs, signal } = needs;
  // What a test authority has given is not shown as that of the real one.
  const tag = createHash('sha256').update(directory).digest('hex').slice(0, 8);
  const certificateFile = `acme-${tag}.pem`;
  const accountFile = `acme-${tag}-account.pem`;

  function kept(): Identity | null {
    const identity = fromPem(files.read(certificateFile));
    if (identity === null) return null;
    const { names, notAfterMs } = certificateFacts(identity.cert);
    return notAfterMs > nowMs() && domains.every((domain) => names.includes(domain)) ? identity : null;
  }

  function isDue({ cert }: Identity): boolean {
    const { notBeforeMs, notAfterMs } = certificateFacts(cert);
    return notAfterMs - nowMs() < (notAfterMs - notBeforeMs) * RENEW_AT;
  }

  return {
    // Until the authority has given one: TLS works, browsers warn.
    load: () => kept() ?? newIdentity(domains, nowMs()),
    async renew() {
      const current = kept();
      if (current !== null && !isDue(current)) return null;
      const accountKey = accountKeyIn(files, accountFile);
      const session = await openSession(directory, { outgoing, accountKey, signal });
      await session.signIn(email === null ? [] : [`mailto:${email}`]);
      const identity = await orderCertificate(session, { accountKey, domains, answers, signal });
      files.write(certificateFile, toPem(identity));
      return identity;
    },
  };
}

/** The account is its key: the authority finds it again by that (§7.3). */
function accountKeyIn(files: KeyFiles, name: string): KeyObject {
  const kept = files.read(name);
  if (kept !== null) return createPrivateKey(kept);
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  files.write(name, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  return privateKey;
}
