import type { RateLimits } from '../../api/guard/rate-limits.ts';
import type { Lang } from '../../features/analyze/outputs/text/lang.ts';
import type { NetworkOptions } from '../server/network/options.ts';
import type { OrgCommand, TokenCommand, UserCommand } from './account-arguments.ts';

/** `-` stands for standard input in every list of files. */
export const STANDARD_INPUT = '-';

export interface AnalyzeCommand {
  readonly kind: 'analyze';
  /** At least one. */
  readonly files: readonly string[];
  readonly json: boolean;
  /** Folder of the CSV files. */
  readonly csv: string | null;
  /** Path of the HTML report. */
  readonly html: string | null;
  readonly filter: string | null;
  readonly quiet: boolean;
  readonly lang: Lang;
  /** `null`: the engine's default. */
  readonly maxFlows: number | null;
  /** Rows of each list on the terminal. */
  readonly top: number;
}

export interface ListenCommand {
  readonly kind: 'listen';
  /** At least one. */
  readonly interfaces: readonly string[];
  readonly json: boolean;
  readonly intervalSeconds: number;
  readonly filter: string | null;
  /** Bytes kept of each frame; `null`: whole frames. */
  readonly snaplen: number | null;
  /** Kernel ring of each interface in MiB; `null`: the source's default. */
  readonly ringMb: number | null;
  readonly promiscuous: boolean;
  /** `null`: until interrupted. */
  readonly durationSeconds: number | null;
  /** `null`: the engine's default. */
  readonly maxFlows: number | null;
  readonly quiet: boolean;
  readonly lang: Lang;
}

/** Analyze and write the HTML report beside. Without files: say what to do. */
export interface OpenCommand {
  readonly kind: 'open';
  readonly files: readonly string[];
  readonly filter: string | null;
  readonly quiet: boolean;
  readonly lang: Lang;
  readonly maxFlows: number | null;
  readonly top: number;
}

/** Make the demo network's capture; without `out`, open it as well. */
export interface DemoCommand {
  readonly kind: 'demo';
  /** Where to write the capture and do no more; `-` is standard output. `null`: the usual name, and open it. */
  readonly out: string | null;
  readonly minutes: number;
  readonly seed: number;
  readonly quiet: boolean;
  readonly lang: Lang;
}

/** The console: stores, API and web pages. */
export interface ServerCommand {
  readonly kind: 'server';
  /** 0: the system chooses. */
  readonly port: number;
  /** An address or `localhost`. */
  readonly listen: string;
  readonly network: NetworkOptions;
  /** `null`: the usual place. */
  readonly data: string | null;
  /** Captures to import. */
  readonly open: readonly string[];
  /** Interfaces to listen on from the start. */
  readonly capture: readonly string[];
  /** Name of the site that both belong to. */
  readonly site: string | null;
  /** Of an upload, in bytes. */
  readonly maxUploadBytes: number;
  /** Requests a minute. */
  readonly rates: RateLimits;
  /** `null`: by where the log goes. */
  readonly logLevel: LogLevel | null;
  readonly quiet: boolean;
  readonly lang: Lang;
}

interface StateCommand {
  /** Data folder; `null`: the usual place. */
  readonly data: string | null;
  readonly json: boolean;
  readonly lang: Lang;
}

/** Read the audit logs from their first row. */
export interface AuditCommand extends StateCommand {
  readonly kind: 'audit';
}

/** Put everything that is encrypted under another master key. */
export interface SecretsCommand extends StateCommand {
  readonly kind: 'secrets';
}

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Rows of each list on the terminal, unless told. */
export const DEFAULT_TOP = 20;

export const TOPICS = [
  'server',
  'analyze',
  'listen',
  'open',
  'demo',
  'user',
  'token',
  'org',
  'audit',
  'secrets',
  'version',
  'help',
] as const;
export type Topic = (typeof TOPICS)[number];

export type Command =
  | ServerCommand
  | AnalyzeCommand
  | ListenCommand
  | OpenCommand
  | DemoCommand
  | UserCommand
  | TokenCommand
  | OrgCommand
  | AuditCommand
  | SecretsCommand
  | { readonly kind: 'version'; readonly lang: Lang }
  | { readonly kind: 'help'; readonly topic: Topic | null; readonly lang: Lang };
