import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyRequest,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Micros } from '../base/time.ts';
import type { AccountsFeature } from '../features/accounts/create-accounts.ts';
import type { Imports, OrgImports } from '../features/ingest/imports.ts';
import type { Listening, OrgListening } from '../features/live/listening.ts';
import type { OutgoingCounters } from '../features/outgoing/outgoing.ts';
import type { OrgStore, StateStore } from '../store/state/open.ts';
import type { OrgTelemetry, Telemetry } from '../store/telemetry/store.ts';
import type { RateLimits } from './guard/rate-limits.ts';
import type { NetworkInterface } from './interfaces/schemas.ts';
import type { LiveFeed } from './live/feed.ts';
import type { NetworkPolicy } from './network/policy.ts';
import type { Refusals } from './network/refusals.ts';
import type { DiskUse } from './system/schemas.ts';

/** What is there once the stores are open. */
export interface Backend {
  readonly state: StateStore;
  readonly telemetry: Telemetry;
  readonly imports: Imports;
  readonly listening: Listening;
  readonly accounts: AccountsFeature;
}

/** What the server hands in. The API owns none of it and closes none of it. */
export interface ApiDeps {
  /** Where uploads lie until they are imported; exists when there is a backend. */
  readonly uploads: { readonly folder: string; readonly maxBytes: number };
  readonly interfaces: () => readonly NetworkInterface[];
  /** Writes the capture of the demo network to this path, off this thread. */
  readonly writeDemo: (path: string) => Promise<void>;
  /** Which kind of engine each store has. */
  readonly engines: { readonly state: 'embedded' | 'server'; readonly telemetry: 'embedded' | 'server' };
  /** The built console; `null` when there is none. */
  readonly consoleFolder: string | null;
  /** Who may connect and under which names; without it loopback names and nobody between. */
  readonly network?: NetworkPolicy;
  /** Where refused requests are counted, when somebody else counts there too. */
  readonly refusals?: Refusals;
  /** Of the requests that the server makes to others. */
  readonly outgoing?: () => OutgoingCounters;
  /** What the data folder takes. */
  readonly diskUse?: () => Promise<DiskUse>;
  readonly clock: () => Micros;
  readonly version: string;
  /** Requests a minute; the usual ones when absent. */
  readonly rates?: RateLimits;
  readonly log: FastifyBaseLogger;
}

/** Everything that one organisation has. */
export interface Org {
  readonly id: string;
  readonly state: OrgStore;
  readonly telemetry: OrgTelemetry;
  readonly imports: OrgImports;
  readonly listening: OrgListening;
}

export interface ApiContext extends Omit<ApiDeps, 'network' | 'refusals'> {
  /** Throws `not-ready` before the stores are open, and once they close. */
  readonly backend: () => Backend;
  readonly startedAt: Micros;
  /** Whose request this is. Throws `not-ready` as `backend` does. */
  readonly org: (request: Pick<FastifyRequest, 'principal'>) => Org;
  /** What clients of `ws/live` hear. */
  readonly feed: LiveFeed;
  readonly refusals: Refusals;
}

export type Api = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;
