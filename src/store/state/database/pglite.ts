import { fsyncSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PGlite, Transaction as PgliteTransaction } from '@electric-sql/pglite';
import { syncFolder } from '../../sync-folder.ts';
import { type Connection, INT8_OID, type Queries } from './connection.ts';

/** Enough for 100,000 devices; PGlite's own 128 MB would stay resident. */
const SHARED_BUFFERS = '32MB';

/** Row versions that may lie about: a list runs over them in a few milliseconds. */
const TIDY_AFTER_ROWS = 2000;

/** What Emscripten's file system is asked to do when PostgreSQL wants bytes on the disk. */
interface NodeStream {
  /** Of the file; absent for folders. */
  readonly nfd?: number;
  readonly path?: string;
}
interface WithNodeFs {
  NODEFS: { stream_ops: { fsync?: (stream: NodeStream) => number } };
}

/**
 * PostgreSQL in this process, on a folder. A commit returns after fsync: PGlite runs with `fsync=off` and an fsync
 * that does nothing, so both are put right here. Loaded on first use: its WebAssembly is 20 MB.
 * One process at a time: folder-lock.ts sees to it.
 */
export async function openPglite(folder: string): Promise<Connection> {
  const [{ PGlite }, { NodeFS }] = await Promise.all([
    import('@electric-sql/pglite'),
    import('@electric-sql/pglite/nodefs'),
  ]);
  class DurableFS extends NodeFS {
    override async init(...[pg, options]: Parameters<InstanceType<typeof NodeFS>['init']>) {
      const { emscriptenOpts } = await super.init(pg, options);
      const preRun = [...(emscriptenOpts.preRun ?? []), (module: unknown) => syncForReal(module, folder)];
      return { emscriptenOpts: { ...emscriptenOpts, preRun } };
    }
  }
  const database = await PGlite.create({
    fs: new DurableFS(folder),
    startParams: [
      // `-F` is fsync=off.
      ...PGlite.defaultStartParams.filter((param) => param !== '-F'),
      ...['-c', 'fsync=on', '-c', 'wal_sync_method=fsync'],
      // Compiling queries takes longer than running ours.
      ...['-c', 'jit=off', '-c', `shared_buffers=${SHARED_BUFFERS}`],
    ],
    parsers: { [INT8_OID]: Number },
  });
  return connect(database);
}

function syncForReal(module: unknown, folder: string): void {
  (module as WithNodeFs).NODEFS.stream_ops.fsync = (stream) => {
    if (stream.nfd !== undefined) fsyncSync(stream.nfd);
    else if (stream.path !== undefined)
      syncIfPossible(join(folder, stream.path.replace(/^.*?\/data(?=\/|$)/, '')));
    return 0;
  };
}

/** Not every file system offers it. */
function syncIfPossible(folder: string): void {
  try {
    syncFolder(folder);
  } catch {}
}

function connect(database: PGlite): Connection {
  let written = 0;
  const over = (runner: PGlite | PgliteTransaction): Queries => ({
    query: async <Row>(sql: string, params: readonly unknown[] = []) => {
      const { rows, affectedRows = 0 } = await runner.query<Row>(sql, [...params]);
      written += affectedRows;
      return rows;
    },
  });
  return {
    kind: 'pglite',
    ...over(database),
    transaction: (work) =>
      database.transaction((inside) =>
        work({
          ...over(inside),
          script: async (sql) => {
            await inside.exec(sql);
          },
        }),
      ),
    // There is no autovacuum in a single process: without this, lists run over every version a device ever had.
    async tidy() {
      if (written < TIDY_AFTER_ROWS) return;
      written = 0;
      for (const table of ['devices', 'capture_devices', 'stale_devices', 'captures']) {
        await database.exec(`VACUUM (ANALYZE) ${table}`);
        await nextTurn();
      }
    },
    close: () => database.close(),
  };
}
