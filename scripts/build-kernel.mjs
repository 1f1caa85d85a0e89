/**
 * Compiles src/flows/kernel/*.as to WebAssembly and writes it into kernel-bytes.ts. To be run after a change of
 * the kernel; a test notices when that was forgotten. The compiler is fetched for it: its 100 MB are no dependency.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const COMPILER = 'assemblyscript@0.28.20';
/** One program in four files. kernel.test.ts joins them too. */
const KERNEL_FILES = ['kernel.as', 'stage.as', 'count.as', 'look.as'];
/** The memory is shared with the thread that reads ahead; keys of conversations are compared sixteen bytes at once. */
const FEATURES = ['--enable', 'threads', '--enable', 'simd', '--sharedMemory', '--maximumMemory', '65536'];
const folder = fileURLToPath(new URL('../src/flows/kernel/', import.meta.url));
const source = Buffer.concat(KERNEL_FILES.map((name) => readFileSync(join(folder, name))));
const scratch = mkdtempSync(join(tmpdir(), 'vigie-kernel-'));
try {
  writeFileSync(join(scratch, 'kernel.ts'), source);
  const options = ['-O3', '--converge', '--runtime', 'stub', '--noAssert', '--importMemory', ...FEATURES];
  const args = ['--yes', '-p', COMPILER, 'asc', 'kernel.ts', ...options, '-o', 'kernel.wasm'];
  const run = spawnSync('npx', args, { cwd: scratch, stdio: 'inherit' });
  if (run.status !== 0) process.exit(run.status ?? 1);
  const bytes = readFileSync(join(scratch, 'kernel.wasm')).toString('base64');
  const lines = (bytes.match(/.{1,100}/g) ?? []).map((line) => `  '${line}',`);
  writeFileSync(
    join(folder, 'kernel-bytes.ts'),
    [
      '/** kernel.as as WebAssembly, written by scripts/build-kernel.mjs. Not to be edited. */',
      `export const KERNEL_SOURCE_SHA256 = '${createHash('sha256').update(source).digest('hex')}';`,
      `export const KERNEL_COMPILER = '${COMPILER}';`,
      `export const KERNEL_BASE64 = [\n${lines.join('\n')}\n].join('');\n`,
    ].join('\n'),
  );
} finally {
  rmSync(scratch, { recursive: true });
}
