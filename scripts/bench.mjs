#!/usr/bin/env node
/**
 * `npm run bench [-- name…] [-- --option value]`: bundles test/bench/<name>.bench.ts as production is bundled,
 * runs each in a process of its own, and prints Markdown tables. Without a name all of them run.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'test/bench');
const all = readdirSync(folder)
  .filter((name) => name.endsWith('.bench.ts'))
  .map((name) => basename(name, '.bench.ts'));
const args = process.argv.slice(2);
const firstOption = args.findIndex((arg) => arg.startsWith('-'));
const names = firstOption < 0 ? args : args.slice(0, firstOption);
const options = firstOption < 0 ? [] : args.slice(firstOption);
const unknown = names.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`bench: no such bench: ${unknown.join(', ')} (there are: ${all.join(', ')})`);
  process.exit(64);
}

const out = join(tmpdir(), 'vigie-bench', 'bundles');
mkdirSync(out, { recursive: true });
// Packages that stay outside the bundle are found from here.
rmSync(join(out, 'node_modules'), { force: true });
symlinkSync(join(root, 'node_modules'), join(out, 'node_modules'));

let failed = false;
for (const name of names.length > 0 ? names : all) {
  const outfile = join(out, `${name}.mjs`);
  await build({
    entryPoints: [join(folder, `${name}.bench.ts`)],
    outfile,
    bundle: true,
    // As in scripts/build.mjs: constants inlined across modules, dead names dropped.
    minifySyntax: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    packages: 'external',
    logLevel: 'warning',
  });
  const run = spawnSync(process.execPath, [outfile, ...options], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, VIGIE_ROOT: root },
  });
  if (run.status !== 0) failed = true;
}
process.exit(failed ? 1 : 0);
