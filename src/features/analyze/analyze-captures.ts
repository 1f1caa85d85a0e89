import { type InputError, isInputError } from '../../base/errors.ts';
import type { Mac } from '../../base/mac.ts';
import { createInventory } from '../../identify/inventory.ts';
import type { Analysis } from '../../model/analysis.ts';
import { inRawWords, type Message, say } from '../../model/messages/message.ts';
import { CHUNK_BYTES, roomFor } from '../../sources/frames/pump-file.ts';
import { type CaptureInput, readCapture } from '../../sources/frames/read-capture.ts';
import type { FrameSink, ReadEnd } from '../../sources/frames/source.ts';
import { buildAnalysis } from './analysis/build-analysis.ts';
import { PacketNumbers } from './analysis/packet-numbers.ts';
import { Engine, type EngineOptions } from './engine/engine.ts';
import { DEFAULT_LIMITS, type EngineLimits } from './engine/limits.ts';

export interface AnalyzeOptions {
  readonly inputs: readonly { readonly name: string; readonly input: CaptureInput }[];
  readonly vendorOf: (mac: Mac) => string | null;
  readonly limits?: Partial<EngineLimits>;
  /** Wraps the engine so that only wanted frames reach it. */
  readonly filter?: (next: FrameSink) => FrameSink;
  /** Bytes read of this input, its total (`null` for a pipe), packets of all inputs so far. */
  readonly onProgress?: (readBytes: number, totalBytes: number | null, packets: number) => void;
  /** See EngineOptions. */
  readonly onKernel?: () => void;
  readonly startAhead?: EngineOptions['startAhead'];
  readonly signal?: AbortSignal;
}

export interface AnalyzeResult {
  readonly analysis: Analysis;
  /** Inputs that are no capture: the rest was analysed all the same. */
  readonly refused: readonly InputError[];
}

/**
 * Reads captures one after the other into one analysis. An input that is no capture is refused by itself; one that
 * is cut or damaged in its middle gives what came before and a warning. Throws only what is not about an input.
 */
export async function analyzeCaptures(options: AnalyzeOptions): Promise<AnalyzeResult> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const inventory = createInventory({ vendorOf: options.vendorOf, limits });
  const { onKernel, startAhead } = options;
  const engine = new Engine({
    ...{ inventory, ...limits, roomBytes: roomFor(CHUNK_BYTES) },
    ...(onKernel === undefined ? {} : { onKernel }),
    ...(startAhead === undefined ? {} : { startAhead }),
  });
  const sink = options.filter === undefined ? engine : options.filter(engine);
  const numbers = new PacketNumbers();
  const files: string[] = [];
  const warnings: Message[] = [];
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
      warnings.push(...readWarnings(name, end));
      engine.inspector.flush();
    } catch (error) {
      if (!isInputError(error)) throw error;
      refused.push(error);
    }
  }
  engine.finish();
  const analysis = buildAnalysis(engine, inventory, {
    files,
    numbers,
    warnings,
    limits,
  });
  return { analysis, refused };
}

/** What reading an input had to say, each beginning with the input's name. */
export function readWarnings(name: string, end: ReadEnd): Message[] {
  const warnings = end.warnings.map((warning) =>
    inRawWords(warning, 'en').startsWith(name) ? warning : say('read.of', { name, said: warning }),
  );
  if (end.droppedByCapture !== null && end.droppedByCapture > 0) {
    warnings.push(say('read.lost', { name, count: end.droppedByCapture }));
  }
  return warnings;
}
