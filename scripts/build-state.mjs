/**
 * The state store's database as PGlite's initdb leaves it, packed into one file. A first start unpacks it: that takes a
 * tenth of initdb's time, and leaves none of its memory behind. Read by src/store/state/database/template.ts.
 *
 * gzip of: length of the index (u32, little-endian), index (JSON: `folders`, and `files` as [path, bytes]), bytes of the
 * files one after the other.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Writes the template to `path`; made once for each version of PGlite. */
export async function buildState(path) {
  const manifest = join(root, 'node_modules/@electric-sql/pglite/package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
  const cache = join(root, 'node_modules/.cache/vigie-state');
  const cached = join(cache, `${version}.bin`);
  if (!existsSync(cached)) {
    mkdirSync(cache, { recursive: true });
    writeFileSync(cached, await initialise());
  }
  copyFileSync(cached, path);
}

async function initialise() {
  const { PGlite } = await import('@electric-sql/pglite');
  const folder = mkdtempSync(join(tmpdir(), 'vigie-state-'));
  try {
    const database = await PGlite.create({ dataDir: join(folder, 'state') });
    await database.close();
    return pack(join(folder, 'state'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function pack(folder) {
  const folders = [];
  const files = [];
  const contents = [];
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path);
    if (entry.isDirectory()) folders.push(name);
    else {
      const bytes = readFileSync(path);
      files.push([name, bytes.length]);
      contents.push(bytes);
    }
  }
  const index = Buffer.from(JSON.stringify({ folders: folders.sort(), files }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(index.length);
  return gzipSync(Buffer.concat([length, index, ...contents]), { level: 9 });
}
