import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { afterAll, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'vigie-stdin-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('has nothing for anybody in the process, whatever waits there', async () => {
  const program = join(folder, 'reader.mjs');
  buildSync({
    stdin: {
      contents: `import { readFileSync } from 'node:fs';
        import { leaveStandardInput } from './standard-input.ts';
        leaveStandardInput();
        process.stdout.write('read: ' + readFileSync(0).length);`,
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    ...{ outfile: program, bundle: true, platform: 'node', format: 'esm' },
  });
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.on('error', () => {});
  // Not ended: who waited for its end would wait for ever.
  child.stdin.write('1\tnot a row\n');
  let said = '';
  child.stdout.on('data', (data) => {
    said += data;
  });
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(said).toBe('read: 0');
});
