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
import type { OrgStore, StateStore } from '../store/state/open.ts';
import type { OrgTelemetry, Telemetry } from '../store/telemetry/store.ts';
import type { Imports, OrgImports } from './captures/imports.ts';
import type { NetworkInterface } from './interfaces/schemas.ts';

/** What the server hands in. The API owns none of it and closes none of it. */
export interface ApiDeps {
  readonly state: StateStore;
  readonly telemetry: Telemetry;
  readonly imports: Imports;
  /** Where uploads lie until they are imported; exists. */
  readonly uploads: { readonly folder: string; readonly maxBytes: number };
  readonly interfaces: () => Promise<readonly NetworkInterface[]>;
  readonly clock: () => Micros;
  readonly version: string;
  /** Gets what is our own fault: a defect, or a store that does not answer. */
  readonly report: (error: unknown) => void;
}

/** Everything that one organisation has. */
export interface Org {
  readonly id: string;
  readonly state: OrgStore;
  readonly telemetry: OrgTelemetry;
  readonly imports: OrgImports;
}

export interface ApiContext extends ApiDeps {
  /** Whose request this is. */
  readonly org: (request: Pick<FastifyRequest, 'headers'>) => Org;
}

export type Api = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;
