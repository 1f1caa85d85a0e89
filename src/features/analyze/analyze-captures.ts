import { InputError } from '../../base/errors.ts';
import type { Mac } from '../../base/mac.ts';
import { createInventory } from '../../identify/inventory.ts';
import type { Analysis } from '../../model/analysis.ts';
import { type CaptureInput, readCapture } from '../../sources/frames/read-capture.ts';
import type { FrameSink, ReadEnd } from '../../sources/frames/source.ts';
import { buildAnalysis } from './build-analysis.ts';
import { Engine, type EngineExport } from './engine.ts';
import { DEFAULT_LIMITS, type EngineLimits } from './limits.ts';
import { PacketNumbers } from './packet-numbers.ts';

export interface AnalyzeOptions {
  readonly inputs: readonly { readonly name: string; readonly input: CaptureInput }[];
  readonly vendorOf: (mac: Mac) => string | null;
  readonly limits?: Partial<EngineLimits>;
  /** Wraps the engine so that only wanted frames reach it. */
  readonly filter?: (next: FrameSink) => FrameSink;
  /** Starts engines that share the work; `null` when it is not worth it. */
  readonly startShards?: () => ShardRun | null;
  /** Conversations to list at most, the largest; all when absent. */
  readonly maxConversations?: number;
  /** Bytes read of this input, its total (`null` for a pipe), packets of all inputs so far. */
  readonly onProgress?: (readBytes: number, totalBytes: number | null, packets: number) => void;
  readonly signal?: AbortSignal;
}

export interface AnalyzeResult {
  readonly analysis: Analysis;
  /** Conversations there are: more than the analysis lists when `maxConversations` was asked for. */
  readonly conversations: number;
  /** Inputs that are no capture: the rest was analysed all the same. */
  readonly refused: readonly InputError[];
}

/** Engines in other threads that read the same inputs and each count their share of the conversations. */
export interface ShardRun {
  /** Engines altogether, the one here included. */
  readonly count: number;
  /** Their shares. Rejects when one failed. */
  readonly results: Promise<readonly EngineExport[]>;
  /** Ends them. */
  stop(): void;
}

/**
 * Reads captures one after the other into one analysis. An input that is no capture is refused by itself; one that
 * is cut or damaged in its middle gives what came before and a warning. Throws only what is not about an input.
 */
export async function analyzeCaptures(options: AnalyzeOptions): Promise<AnalyzeResult> {
  const run = options.startShards?.() ?? null;
  if (run === null) return analyze(options, null);
  try {
    const shared = await analyze(options, run);
    if (shared !== null) return shared;
  } finally {
    run.stop();
  }
  // More conversations than the shares have room for, or a file that changed meanwhile: one engine reads it alone.
  return analyze(options, null);
}

function analyze(options: AnalyzeOptions, run: null): Promise<AnalyzeResult>;
function analyze(options: AnalyzeOptions, run: ShardRun): Promise<AnalyzeResult | null>;
async function analyze(options: AnalyzeOptions, run: ShardRun | null): Promise<AnalyzeResult | null> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const inventory = createInventory({ vendorOf: options.vendorOf, limits });
  const shard = run === null ? {} : { shard: { index: 0, count: run.count } };
  const engine = new Engine({ inventory, ...limits, ...shard });
  const { files, numbers, warnings, refused } = await feed(engine, options);
  if (run !== null) {
    for (const result of await run.results) if (!engine.adopt(result)) return null;
  }
  engine.finish();
  const analysis = buildAnalysis(engine, inventory, {
    files,
    numbers,
    warnings,
    limits,
    ...(options.maxConversations === undefined ? {} : { maxConversations: options.maxConversations }),
  });
  return { analysis, conversations: engine.flows.size, refused };
}

/** What became of the inputs that an engine was fed with. */
interface Fed {
  readonly files: readonly string[];
  readonly numbers: PacketNumbers;
  readonly warnings: readonly string[];
  readonly refused: readonly InputError[];
}

/** Reads all inputs into an engine. */
export async function feed(
  engine: Engine,
  options: Pick<AnalyzeOptions, 'inputs' | 'filter' | 'onProgress' | 'signal'>,
): Promise<Fed> {
  const sink = options.filter === undefined ? engine : options.filter(engine);
  const numbers = new PacketNumbers();
  const files: string[] = [];
  const warnings: string[] = [];
  const refused: InputError[] = [];
  for (const { name, input } of options.inputs) {
    const before = engine.clock[1];
    try {
      const end = await readCapture(input, sink, {
        ...(options.signal === undefined ? {} : { signal: options.signal }),
        onProgress: (readBytes, totalBytes) => options.onProgress?.(readBytes, totalBytes, engine.clock[1]),
      });
      numbers.begin(before);
      files.push(name);
      warnings.push(...describe(name, end));
      engine.inspector.flush();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      refused.push(error);
    }
  }
  return { files, numbers, warnings, refused };
}

function describe(name: string, end: ReadEnd): string[] {
  const warnings = end.warnings.map((warning) =>
    warning.startsWith(name) ? warning : `${name}: ${warning}`,
  );
  if (end.droppedByCapture !== null && end.droppedByCapture > 0) {
    warnings.push(`${name}: the capturing program lost ${end.droppedByCapture} packets`);
  }
  return warnings;
}
