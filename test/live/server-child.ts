/**
 * Both stores, imports and listening in the network namespace it is started in, for tests that replay, kill and fill
 * disks: the parts that the server wires, without its API. Commands as JSON lines on descriptor 3, answers on standard
 * output.
 *
 *   node server-child.mjs DATA_FOLDER WORKERS_FOLDER
 */

import { Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import { createImports } from '../../src/features/ingest/create-imports.ts';
import { createListening, LISTENING_DEFAULTS } from '../../src/features/live/create-listening.ts';
import type { ListeningView } from '../../src/features/live/listening.ts';
import { inWords } from '../../src/model/messages/message.ts';
import { open as openState } from '../../src/store/state/open.ts';
import { open as openTelemetry } from '../../src/store/telemetry/store.ts';
import type { EncodedBatch } from '../../src/store/telemetry/writes/encoded.ts';
import { COLUMNS } from '../../src/store/telemetry/writes/rows.ts';
import type { WriteCounters } from '../../src/store/telemetry/writes/writer.ts';

export type Command =
  | { readonly do: 'listen'; readonly interface: string; readonly filter?: string }
  | { readonly do: 'hush'; readonly interface: string }
  | { readonly do: 'import'; readonly path: string }
  | { readonly do: 'counters' }
  | { readonly do: 'end' };

export type Said =
  | { readonly said: 'ready'; readonly interrupted: number }
  | { readonly said: 'view'; readonly view: ListeningView }
  | {
      readonly said: 'import';
      readonly captureId: string;
      readonly status: string;
      readonly error: string | null;
    }
  /** A batch was handed to the store, and acknowledged by it. */
  | ({ readonly said: 'sent' | 'written' } & BatchFacts)
  | { readonly said: 'counters'; readonly counters: WriteCounters }
  | { readonly said: 'done'; readonly command: string }
  | { readonly said: 'error'; readonly message: string };

export interface BatchFacts {
  readonly captureId: string;
  readonly target: 'conversations' | 'traffic';
  readonly number: number;
  readonly rows: number;
  /** Both ways. */
  readonly bytes: number;
}

/** Bytes of all rows, from the text that the store gets. */
function bytesIn({ target, body }: EncodedBatch): number {
  const there = COLUMNS[target].indexOf('bytes');
  const back = COLUMNS[target].indexOf('bytes_back');
  let bytes = 0;
  for (const line of Buffer.from(body).toString().split('\n')) {
    if (line === '') continue;
    const fields = line.split('\t');
    bytes += Number(fields[there]) + Number(fields[back]);
  }
  return bytes;
}

const [, , dataFolder, workersFolder] = process.argv;
const say = (said: Said): void => void process.stdout.write(`${JSON.stringify(said)}\n`);
const worker = (name: string, workerData: unknown) => new Worker(join(workersFolder, name), { workerData });

const state = await openState({ dataFolder });
const opened = await openTelemetry({ dataFolder, limits: { retryMs: 50, retryMaxMs: 200 } });
/** Says which batches were acknowledged. */
const telemetry: typeof opened = {
  ...opened,
  forOrg(org) {
    const own = opened.forOrg(org);
    return {
      ...own,
      async writeEncoded(batch) {
        const { capture: captureId, target, number, rows } = batch;
        const facts = { captureId, target, number, rows, bytes: bytesIn(batch as EncodedBatch) };
        say({ said: 'sent', ...facts });
        const how = await own.writeEncoded(batch);
        if (how !== 'dropped') say({ said: 'written', ...facts });
        return how;
      },
    };
  },
};
const clock = () => Date.now() * 1000;
const imports = createImports({
  ...{ state, telemetry, clock, journalFolder: join(dataFolder, 'imports') },
  startReader: (task) => worker('import-worker.mjs', task),
});
const listening = createListening({
  ...{ state, telemetry, clock },
  startCapture: (task) => worker('live-worker.mjs', task),
  settings: {
    ...{ intervalSeconds: 0.2, flushMs: 300, contentsMs: 500, ringMb: 128 },
    timeouts: { ...LISTENING_DEFAULTS.timeouts, idleUs: 60e6 },
  },
});
listening.on('changed', (view) => say({ said: 'view', view }));
listening.on('snapshot', ({ view }) => say({ said: 'view', view }));
imports.on('changed', ({ captureId, status, error }) =>
  say({ said: 'import', captureId, status, error: error === null ? null : inWords(error, 'en') }),
);
await state.organisations.ensure('acme', 'acme');
await imports.recover();

async function obey(command: Command): Promise<void> {
  const org = listening.forOrg('acme');
  switch (command.do) {
    case 'listen':
      await org.start(command);
      break;
    case 'hush':
      if (!(await org.stop(command.interface))) throw new Error(`${command.interface}: not listened on`);
      break;
    case 'import':
      await imports.forOrg('acme').enqueue({ path: command.path, name: 'file.pcap' });
      break;
    case 'counters':
      say({ said: 'counters', counters: telemetry.counters() });
      break;
    case 'end':
      // In data order: what captures first, what writes last.
      await listening.stop();
      await imports.stop();
      await telemetry.close();
      await state.close();
      break;
  }
  say({ said: 'done', command: command.do });
  if (command.do === 'end') process.exit(0);
}

createInterface({ input: new Socket({ fd: 3 }) }).on('line', (line) => {
  obey(JSON.parse(line) as Command).catch((error) =>
    say({ said: 'error', message: String(error.message ?? error) }),
  );
});
say({ said: 'ready', interrupted: state.opened.interrupted });
