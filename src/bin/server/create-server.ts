/** The one place where the server is put together. */
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { createApi } from '../../api/create-api.ts';
import type { Backend } from '../../api/deps.ts';
import type { RateLimits } from '../../api/guard/rate-limits.ts';
import { createRefusals } from '../../api/network/refusals.ts';
import { createOutgoing } from '../../features/outgoing/outgoing.ts';
import { createVault } from '../../features/secrets/vault.ts';
import { listInterfaces } from '../../sources/frames/af-packet/interfaces.ts';
import { createControl } from '../control/listen.ts';
import { version } from '../version.ts';
import { accountsComponent } from './accounts.ts';
import { assemble, type Component } from './component.ts';
import { createDiskUse } from './disk-use.ts';
import { type HttpComponent, httpComponent } from './http.ts';
import { memoized } from './memoized.ts';
import type { NetworkOptions } from './network/options.ts';
import { type StoreOptions, stateComponent, telemetryComponent } from './stores.ts';
import { importsComponent, listeningComponent, uploadsIn } from './workers.ts';
import { writeDemo } from './write-demo.ts';

export interface ServerOptions extends StoreOptions {
  readonly port: number;
  readonly listen: string;
  readonly network: NetworkOptions;
  readonly maxUploadBytes: number;
  readonly rates: RateLimits;
}

export interface Server {
  /** Answers at the URL that this gives, with `not-ready` for all that needs a store. */
  listen(): Promise<string>;
  /** Opens the stores and what works on them: from then on everything is answered. `null` when it was `asked` to stop. */
  open(asked: AbortSignal): Promise<Backend | null>;
  /** See `HttpComponent`. To be called once it is open. */
  readonly http: Pick<HttpComponent, 'url' | 'settle' | 'certificate' | 'reload'>;
  /** Takes no more requests, then stops the rest in the order of the data. False when something did not end well. */
  stop(withinMs: number): Promise<boolean>;
}

const FRONT_STOP_MS = 2000;

const engineOf = (url: string | null) => (url === null ? 'embedded' : 'server');

export function createServer(options: ServerOptions, log: Logger): Server {
  const { folder, maxUploadBytes } = options;
  const outgoing = createOutgoing({ allow: options.network.outgoingAllow });
  const refusals = createRefusals();
  const http = httpComponent(options, { outgoing, refusals, log });
  const api = createApi({
    network: http.policy,
    refusals,
    outgoing: outgoing.counters,
    diskUse: createDiskUse(folder),
    uploads: { folder: uploadsIn(folder), maxBytes: maxUploadBytes },
    interfaces: () => listInterfaces(),
    writeDemo,
    engines: { state: engineOf(options.postgresUrl), telemetry: engineOf(options.clickhouseUrl) },
    consoleFolder: fileURLToPath(new URL('web', import.meta.url)),
    clock: () => Date.now() * 1000,
    version: version(),
    rates: options.rates,
    log,
  });
  http.attach(api);
  const state = stateComponent(options);
  const telemetry = telemetryComponent(options);
  const needs = { folder, state: state.get, telemetry: telemetry.get };
  const imports = importsComponent(needs);
  const listening = listeningComponent(needs);
  const vault = memoized(() => createVault(state.get(), state.keys()));
  const accounts = accountsComponent({ state: state.get, vault, outgoing, publicUrl: http.url });
  const desk = () => ({
    ...{ state: state.get(), accounts: accounts.get(), keys: state.keys(), vault: vault() },
  });
  const control: Component = {
    name: 'control',
    ...createControl(folder, desk, (error) => log.error({ err: error }, 'the command line asked')),
  };
  const front = assemble([http], log);
  // Stopped the last one first: live, then imports, then telemetry, then state.
  const back = assemble([state, accounts, control, telemetry, imports, listening], log);
  return {
    http,
    async listen() {
      await front.start();
      return http.url();
    },
    async open(asked) {
      if (!(await back.start(asked))) return null;
      const backend: Backend = {
        state: state.get(),
        telemetry: telemetry.get(),
        imports: imports.get(),
        listening: listening.get(),
        accounts: accounts.get(),
      };
      api.connect(backend);
      return backend;
    },
    async stop(withinMs) {
      const endMs = performance.now() + withinMs;
      api.disconnect();
      // A connection that hangs must not take the time that the stores need.
      const isFrontClean = await front.stop(Math.min(FRONT_STOP_MS, withinMs));
      const isBackClean = await back.stop(endMs - performance.now());
      return isFrontClean && isBackClean;
    },
  };
}
