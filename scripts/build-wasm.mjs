/**
 * Compiles to WebAssembly what runs for every packet and every conversation, and writes it as text into files that are kept: the
 * kernel (src/flows/kernel/*.as) and the core (src/identify/core). To be run after a change of either; tests notice when that was
 * forgotten. The compiler is fetched for it: its 100 MB are no dependency.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CORE, hashOf, KERNEL, sourcesOf } from './wasm-sources.mjs';

const COMPILER = 'assemblyscript@0.28.20';
const root = fileURLToPath(new URL('..', import.meta.url));

for (const program of [KERNEL, CORE]) build(program);

function build(program) {
  const scratch = mkdtempSync(join(tmpdir(), 'vigie-wasm-'));
  try {
    for (const { path, text } of sourcesOf(program)) {
      mkdirSync(dirname(join(scratch, path)), { recursive: true });
      writeFileSync(join(scratch, path), text);
    }
    const options = [
      '-O3',
      '--converge',
      '--runtime',
      'stub',
      '--noAssert',
      '--importMemory',
      ...program.features,
    ];
    const args = ['--yes', '-p', COMPILER, 'asc', program.entry, ...options, '-o', 'program.wasm'];
    const run = spawnSync('npx', args, { cwd: scratch, stdio: 'inherit' });
    if (run.status !== 0) process.exit(run.status ?? 1);
    write(program, readFileSync(join(scratch, 'program.wasm')));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function write(program, bytes) {
  const lines = (bytes.toString('base64').match(/.{1,100}/g) ?? []).map((line) => `  '${line}',`);
  writeFileSync(
    join(root, program.out),
    [
      `/** ${program.what} as WebAssembly, written by scripts/build-wasm.mjs. Not to be edited. */`,
      `export const ${program.name}_SOURCE_SHA256 = '${hashOf(program)}';`,
      `export const ${program.name}_BASE64 = [\n${lines.join('\n')}\n].join('');\n`,
    ].join('\n'),
  );
}
