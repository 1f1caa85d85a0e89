/** Builds the console into dist/web, and packs each file as browsers ask for it (`.br`, `.gz`), once instead of per answer. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
/** woff2 is packed already. */
const PACKED = /\.(?:js|css|html|svg|json)$/;
/** Under this a header weighs more than what is saved. */
const LEAST_BYTES = 512;
/** 11 takes ten times as long for another 3 %. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

export async function buildWeb() {
  await build({ configFile: join(root, 'web/vite.config.ts'), logLevel: 'warn' });
  const folder = join(root, 'dist/web');
  const files = (await readdir(folder, { recursive: true })).filter((name) => PACKED.test(name));
  await Promise.all(files.map((name) => pack(join(folder, name))));
}

async function pack(path) {
  const bytes = await readFile(path);
  if (bytes.length < LEAST_BYTES) return;
  await writeFile(`${path}.br`, await promisify(brotliCompress)(bytes, BROTLI));
  await writeFile(`${path}.gz`, await promisify(gzip)(bytes, { level: 9 }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildWeb();
