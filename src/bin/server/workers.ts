/** What works on the stores: imports and listening. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { createImports } from '../../features/ingest/create-imports.ts';
import type { Imports } from '../../features/ingest/imports.ts';
import { createListening } from '../../features/live/create-listening.ts';
import type { Listening } from '../../features/live/listening.ts';
import type { StateStore } from '../../store/state/open.ts';
import type { Telemetry } from '../../store/telemetry/store.ts';
import type { Opens } from './stores.ts';

export interface WorkerNeeds {
  readonly folder: string;
  readonly state: () => StateStore;
  readonly telemetry: () => Telemetry;
}

/** An import that is nearly done may end; another one is taken back, which needs the rest of the time. */
const IMPORT_GRACE_MS = 1500;
const LISTENING_STOP_MS = 4000;

export const uploadsIn = (folder: string): string => join(folder, 'uploads');

export function importsComponent({ folder, state, telemetry }: WorkerNeeds): Opens<Imports> {
  let imports: Imports | null = null;
  return {
    name: 'imports',
    async start() {
      const uploadsFolder = uploadsIn(folder);
      mkdirSync(uploadsFolder, { recursive: true, mode: 0o700 });
      removeLeftovers(uploadsFolder);
      imports = createImports({
        state: state(),
        telemetry: telemetry(),
        startReader: (task) =>
          new Worker(new URL('import-worker.mjs', import.meta.url), { workerData: task }),
        clock: () => Date.now() * 1000,
        journalFolder: join(folder, 'imports'),
        uploadsFolder,
        capturesFolder: join(folder, 'captures'),
      });
      await imports.recover();
    },
    stop: async (withinMs) => imports?.stop(Math.min(IMPORT_GRACE_MS, withinMs)),
    get: () => {
      if (imports === null) throw new Error('imports were asked for before they were started');
      return imports;
    },
  };
}

/** Uploads of a dead process: what was not imported was never acknowledged as such. */
function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
}

export function listeningComponent({ state, telemetry }: WorkerNeeds): Opens<Listening> {
  let listening: Listening | null = null;
  return {
    name: 'listening',
    async start() {
      listening = createListening({
        state: state(),
        telemetry: telemetry(),
        startCapture: (task) => new Worker(new URL('live-worker.mjs', import.meta.url), { workerData: task }),
        clock: () => Date.now() * 1000,
      });
    },
    stop: async (withinMs) => listening?.stop(Math.min(LISTENING_STOP_MS, withinMs)),
    get: () => {
      if (listening === null) throw new Error('listening was asked for before it was started');
      return listening;
    },
  };
}
