/** One capture file read into what the two stores take. */

import type { Mac } from '../../../base/mac.ts';
import { createInventory } from '../../../identify/inventory.ts';
import type { Device } from '../../../model/analysis.ts';
import { FlowView } from '../../../model/flow-view.ts';
import { say } from '../../../model/messages/message.ts';
import { CHUNK_BYTES, roomFor } from '../../../sources/frames/pump-file.ts';
import { readCapture } from '../../../sources/frames/read-capture.ts';
import type { CaptureContents } from '../../../store/state/captures/capture.ts';
import type { FlowFacts } from '../../../store/telemetry/writes/flow-rows.ts';
import { buildAnalysis } from '../../analyze/analysis/build-analysis.ts';
import { slotsInOrder } from '../../analyze/analysis/conversations.ts';
import { ownerFinder } from '../../analyze/analysis/device-of.ts';
import { PacketNumbers } from '../../analyze/analysis/packet-numbers.ts';
import { readWarnings } from '../../analyze/analyze-captures.ts';
import { Engine, type EngineOptions } from '../../analyze/engine/engine.ts';
import { DEFAULT_LIMITS, type EngineLimits } from '../../analyze/engine/limits.ts';
import { flowFacts } from './flow-facts.ts';
import { type MinuteVolume, TrafficMeter } from './traffic-meter.ts';

export interface ReadOptions {
  readonly path: string;
  /** What messages and the capture call it. */
  readonly name: string;
  readonly vendorOf: (mac: Mac) => string | null;
  readonly limits?: Partial<EngineLimits>;
  readonly startAhead?: EngineOptions['startAhead'];
  readonly signal?: AbortSignal;
  /** Of the bytes of the file, 0…1. */
  readonly onProgress?: (progress: number, packets: number) => void;
}

export interface ReadResult {
  /** As `vigie analyze` gives it. */
  readonly contents: CaptureContents;
  readonly conversations: number;
  /**
   * Each conversation with its minutes, in the order of `Conversation`s in the analysis. The same record each time, filled
   * anew: nothing of it is kept here, or may be there.
   */
  readonly eachRow: () => Iterable<StoredConversation>;
}

export interface StoredConversation {
  readonly view: FlowView;
  readonly facts: FlowFacts;
  readonly volumes: readonly MinuteVolume[];
}

/** Reads the file to its end. Throws as `readCapture` does: InputError for what is no capture. */
export async function readForStores(options: ReadOptions): Promise<ReadResult> {
  const { path, name, vendorOf, startAhead, signal, onProgress } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const inventory = createInventory({ vendorOf, limits });
  const engine: Engine = new Engine({
    ...{ inventory, ...limits, roomBytes: roomFor(CHUNK_BYTES) },
    onExpired: (flow) => meter.forget(flow),
    ...(startAhead === undefined ? {} : { startAhead }),
  });
  const meter = new TrafficMeter(engine);
  const numbers = new PacketNumbers();
  const end = await readCapture({ path, name }, meter, {
    ...(signal === undefined ? {} : { signal }),
    onProgress: (readBytes, totalBytes) =>
      onProgress?.(
        totalBytes === null || totalBytes === 0 ? 0 : Math.min(1, readBytes / totalBytes),
        engine.clock[1] ?? 0,
      ),
  });
  numbers.begin(0);
  engine.inspector.flush();
  meter.finish();
  engine.finish();
  const told = readWarnings(name, end);
  if (meter.dropped > 0) {
    told.push(say('read.minutes', { name, count: meter.dropped }));
  }
  const { capture, devices, findings, vlans, warnings } = buildAnalysis(engine, inventory, {
    files: [name],
    numbers,
    warnings: told,
    limits,
  });
  const contents = { capture, devices: [...devices], findings, vlans, warnings };
  return {
    contents,
    conversations: engine.flows.size,
    eachRow: () => eachRow(engine, meter, numbers, contents.devices),
  };
}

function* eachRow(
  engine: Engine,
  meter: TrafficMeter,
  numbers: PacketNumbers,
  devices: readonly Device[],
): Generator<StoredConversation> {
  const ownerOf = ownerFinder(devices);
  const view = new FlowView();
  let row = 0;
  for (const slot of slotsInOrder(engine)) {
    engine.read(slot, view);
    yield { view, facts: flowFacts(view, row, numbers, ownerOf), volumes: meter.minutesOf(view) };
    row++;
  }
}
