/** Where the API and the console are heard: on loopback until somebody may come from elsewhere, in TLS where asked. */
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { ApiServer } from '../../api/create-api.ts';
import { mayConnect, type NetworkPolicy } from '../../api/network/policy.ts';
import type { Refusals } from '../../api/network/refusals.ts';
import { acmeSource } from '../../features/certificates/acme/acme.ts';
import type { CertificateFacts } from '../../features/certificates/certificate.ts';
import { keyFiles } from '../../features/certificates/key-files.ts';
import { ownFiles } from '../../features/certificates/own-files.ts';
import { selfSignedSource } from '../../features/certificates/self-signed.ts';
import type { CertificateSource, Identity } from '../../features/certificates/source.ts';
import type { Outgoing } from '../../features/outgoing/outgoing.ts';
import type { Component } from './component.ts';
import { type ShownCertificate, shownCertificate } from './network/certificate.ts';
import { createDoor, type Door } from './network/door.ts';
import type { NetworkOptions, TlsOptions } from './network/options.ts';
import { hostAddresses, isLoopbackListen, isWildcard, ownNames } from './network/own-names.ts';
import { redirectListener } from './network/redirect.ts';

export interface HttpOptions {
  readonly port: number;
  readonly listen: string;
  readonly folder: string;
  readonly network: NetworkOptions;
}

export interface HttpNeeds {
  readonly outgoing: Outgoing;
  readonly refusals: Refusals;
  readonly log: Logger;
}

export interface HttpComponent extends Component {
  /** Where people open the console, with a slash at its end; once started. */
  url(): string;
  readonly policy: NetworkPolicy;
  /** To be called before `start`. */
  attach(api: ApiServer): void;
  /**
   * Moves to the address that was asked for once `mayLeaveLoopback` says so, now or later; true: it is there. `onMoved` is
   * called when that happened later.
   */
  settle(mayLeaveLoopback: () => Promise<boolean>, onMoved: (url: string) => void): Promise<boolean>;
  /** Of the certificate that is shown; `null` without TLS. */
  certificate(): CertificateFacts | null;
  /** Looks now whether another certificate is to be shown. */
  reload(): Promise<void>;
}

/** Answers that are under way get this long when the server stops. */
const LAST_ANSWERS_MS = 1500;
const ASK_AGAIN_MS = 2000;
const LOOPBACK = '127.0.0.1';
/** Files are two reads; the others have their own calendar. */
const LOOK_AT_FILES_MS = 5000;
const LOOK_AT_TIME_MS = 3600e3;

export function httpComponent(options: HttpOptions, { outgoing, refusals, log }: HttpNeeds): HttpComponent {
  const { listen, network } = options;
  const { publicUrl, tls } = network;
  const gone = new AbortController();
  const answers = new Map<string, string>();
  const source = sourceOf(tls, options, { outgoing, answers, signal: gone.signal });
  const shown: ShownCertificate | null =
    source === null
      ? null
      : shownCertificate(source, tls?.kind === 'files' ? LOOK_AT_FILES_MS : LOOK_AT_TIME_MS, log);
  const policy: NetworkPolicy = {
    ...network,
    certificateNames: () => shown?.facts().names ?? [],
  };
  const doors: Door[] = [];
  let main: Door | null = null;
  let redirect: Door | null = null;
  let api: ApiServer | null = null;
  let port = options.port;
  let redirectPort = network.redirectPort;
  let identity: Identity | null = null;
  let isElsewhere = false;
  let timer: NodeJS.Timeout | undefined;

  /** Opens both ports at an address; what was open before takes no new connections. */
  async function open(address: string): Promise<void> {
    if (api === null) throw new Error('the API was not attached');
    const { app } = api;
    main?.close();
    redirect?.close();
    main = createDoor({
      listener: (request, response) => app.routing(request, response),
      upgrade: (...upgrade) => void app.server.emit('upgrade', ...upgrade),
      clientError: (...failure) => void app.server.emit('clientError', ...failure),
      mayConnect: (from) => mayConnect(policy, from),
      onRefused: refusals.count,
      option: '--port',
      identity,
    });
    doors.push(main);
    await main.listen(port, address);
    ({ port } = main.address());
    if (redirectPort === null) return;
    redirect = createDoor({
      listener: redirectListener({ policy, tlsPort: () => port, answers, onRefused: refusals.count }),
      // An authority asks from where it likes; everybody else is judged by the listener.
      mayConnect: (from) => tls?.kind === 'acme' || mayConnect(policy, from),
      onRefused: refusals.count,
      option: '--http-redirect',
      identity: null,
    });
    doors.push(redirect);
    await redirect.listen(redirectPort, address);
    redirectPort = redirect.address().port;
  }

  async function move(): Promise<void> {
    try {
      await open(listen);
      isElsewhere = true;
    } catch (error) {
      await open(LOOPBACK);
      throw error;
    }
  }

  function keepCertificate(): void {
    shown?.start((next) => {
      identity = next;
      for (const door of doors) door.show(next);
    });
  }

  return {
    name: 'http',
    policy,
    attach(given) {
      api = given;
    },
    async start() {
      identity = shown?.load() ?? null;
      await api?.app.ready();
      await open(isLoopbackListen(listen) ? listen : LOOPBACK);
    },
    async settle(mayLeaveLoopback, onMoved) {
      if (isLoopbackListen(listen)) {
        keepCertificate();
        return true;
      }
      if (await mayLeaveLoopback()) {
        await move();
        keepCertificate();
        return true;
      }
      const ask = async (): Promise<void> => {
        if (gone.signal.aborted) return;
        try {
          if (await mayLeaveLoopback()) {
            await move();
            keepCertificate();
            onMoved(this.url());
            return;
          }
        } catch (error) {
          log.error({ err: error }, `cannot listen on ${listen}: still on loopback only`);
          return;
        }
        timer = setTimeout(() => void ask(), ASK_AGAIN_MS);
        timer.unref();
      };
      timer = setTimeout(() => void ask(), ASK_AGAIN_MS);
      timer.unref();
      return false;
    },
    async stop(withinMs) {
      gone.abort();
      clearTimeout(timer);
      shown?.stop();
      for (const door of doors) door.close();
      const lastMs = Math.min(LAST_ANSWERS_MS, withinMs);
      await Promise.all([api?.app.close(), ...doors.map((door) => door.end(lastMs))]);
    },
    url() {
      const isWaiting = !isElsewhere && !isLoopbackListen(listen);
      if (publicUrl !== null && !isWaiting) return `${publicUrl.origin}/`;
      const { address, family } = (main ?? never()).address();
      const reached = isWildcard(address)
        ? (hostAddresses().find((it) => !it.includes(':')) ?? LOOPBACK)
        : address;
      const host = family === 'IPv6' && reached.includes(':') ? `[${reached}]` : reached;
      return `${tls === null ? 'http' : 'https'}://${host}:${port}/`;
    },
    certificate: () => shown?.facts() ?? null,
    reload: async () => shown?.look(),
  };
}

function sourceOf(
  tls: TlsOptions | null,
  { folder, listen, network }: HttpOptions,
  acme: { readonly outgoing: Outgoing; readonly answers: Map<string, string>; readonly signal: AbortSignal },
): CertificateSource | null {
  const nowMs = () => Date.now();
  const files = keyFiles(join(folder, 'tls'));
  switch (tls?.kind) {
    case 'files':
      return ownFiles(tls);
    case 'self-signed':
      return selfSignedSource({ files, names: () => ownNames(listen, network.publicUrl), nowMs });
    case 'acme':
      return acmeSource({ ...tls, ...acme, files, nowMs });
    default:
      return null;
  }
}

function never(): never {
  throw new Error('the server was asked for its address before it listened');
}
