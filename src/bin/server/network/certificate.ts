/** The certificate that is shown, kept up to date while the server runs. */
import type { Logger } from 'pino';
import { InputError } from '../../../base/errors.ts';
import { type CertificateFacts, certificateFacts } from '../../../features/certificates/certificate.ts';
import type { CertificateSource, Identity } from '../../../features/certificates/source.ts';

export interface ShownCertificate {
  /** Throws InputError when there is none. */
  load(): Identity;
  facts(): CertificateFacts;
  /** Calls `onNew` whenever another is to be shown. */
  start(onNew: (identity: Identity) => void): void;
  /** Now, whenever the next look was due. */
  look(): Promise<void>;
  stop(): void;
}

/** After one failure, two, three…: an authority counts them and locks out who asks too often. */
const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 6 * 3600e3;

export function shownCertificate(source: CertificateSource, everyMs: number, log: Logger): ShownCertificate {
  let facts: CertificateFacts | null = null;
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  let said = '';
  let hear: (identity: Identity) => void = () => undefined;
  let isStopped = false;
  let underWay: Promise<void> | null = null;

  async function renew(): Promise<void> {
    try {
      const identity = await source.renew();
      failures = 0;
      said = '';
      if (identity === null || isStopped) return;
      facts = certificateFacts(identity.cert);
      hear(identity);
      log.info(
        { names: facts.names, until: new Date(facts.notAfterMs).toISOString() },
        'a new certificate is shown',
      );
    } catch (error) {
      if (isStopped) return;
      failures++;
      const why = error instanceof Error ? error.message : String(error);
      // Files are looked at often: the same once.
      if (why !== said) log.warn({ why }, 'the certificate cannot be renewed; the present one stays');
      said = why;
    }
  }

  function waitMs(): number {
    // Files cost nothing to look at again.
    if (failures === 0 || everyMs < FIRST_WAIT_MS) return everyMs;
    return Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), LONGEST_WAIT_MS);
  }

  function look(): Promise<void> {
    underWay ??= renew().finally(() => {
      underWay = null;
      clearTimeout(timer);
      if (isStopped) return;
      timer = setTimeout(() => void look(), waitMs());
      timer.unref();
    });
    return underWay;
  }

  return {
    load() {
      const identity = source.load();
      facts = certificateFacts(identity.cert);
      if (facts.notAfterMs < Date.now()) {
        log.warn(
          { until: new Date(facts.notAfterMs).toISOString() },
          'the certificate has ended: browsers refuse it',
        );
      }
      return identity;
    },
    facts() {
      if (facts === null) throw new InputError('there is no certificate yet');
      return facts;
    },
    start(onNew) {
      hear = onNew;
      void look();
    },
    look,
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
