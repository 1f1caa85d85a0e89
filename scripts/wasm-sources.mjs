/** What build-wasm.mjs compiles: the files of each program, as the compiler takes them. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const src = fileURLToPath(new URL('../src/', import.meta.url));
/** The memory is shared with the thread that reads ahead. */
const THREADS = ['--enable', 'threads', '--sharedMemory', '--maximumMemory', '65536'];

/** Five files that are one: they share their names. */
export const KERNEL = {
  name: 'KERNEL',
  what: 'kernel.as',
  entry: 'kernel.ts',
  out: 'src/flows/kernel/kernel-bytes.ts',
  // Keys of conversations are compared sixteen bytes at once.
  features: [...THREADS, '--enable', 'simd'],
  files: ['kernel.as', 'stage.as', 'count.as', 'look.as', 'fold.as'].map((name) => `flows/kernel/${name}`),
};

/** TypeScript that is compiled as it is, but for the memory. */
export const CORE = {
  name: 'CORE',
  what: 'The core (program/)',
  entry: 'identify/core/program/index.ts',
  out: 'src/identify/core/core-bytes.ts',
  features: THREADS,
  files: [
    ...['base/ip-ranges.ts', 'identify/hop-kinds.ts', 'identify/findings/probe-outcome.ts'],
    'identify/tables/layout.ts',
    ...readdirSync(join(src, 'identify/core/program'))
      // Where it is not compiled, memory.ts is what memory.as is here.
      .filter((name) => name !== 'memory.ts' && !name.endsWith('.test.ts'))
      .map((name) => `identify/core/program/${name}`)
      .sort(),
  ],
};

/** Paths and texts for the compiler. */
export function sourcesOf(program) {
  const texts = program.files.map((path) => ({ path, text: readFileSync(join(src, path), 'utf8') }));
  if (program === KERNEL) return [{ path: program.entry, text: texts.map(({ text }) => text).join('') }];
  return texts.map(({ path, text }) => ({
    path: path.replace(/\.as$/, '.ts'),
    text: asAssemblyScript(text),
  }));
}

/** It knows `i32` and `f64` by itself, and no endings of files. */
function asAssemblyScript(text) {
  return text
    .replace(/^import type [^;]*from '[^']*machine\.ts';\n/gm, '')
    .replace(/(from '[^']*)\.ts';/g, "$1';");
}

/** Of everything that the program is made of. */
export function hashOf(program) {
  const hash = createHash('sha256');
  for (const path of program.files) hash.update(readFileSync(join(src, path)));
  return hash.digest('hex');
}
