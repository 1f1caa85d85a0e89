/** `vigie demo` of the built command, run as a user runs it. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

const VIGIE = fileURLToPath(new URL('../../dist/vigie.mjs', import.meta.url));
let folder: string;

beforeAll(() => {
  if (!existsSync(VIGIE)) throw new Error('dist/vigie.mjs is missing: run npm run build');
  folder = mkdtempSync(join(tmpdir(), 'vigie-demo-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function demo(...args: string[]): SpawnSyncReturns<Buffer> {
  const env = { ...process.env, LANG: 'C', LC_ALL: 'C', NO_COLOR: '1' };
  return spawnSync(process.execPath, [VIGIE, 'demo', ...args], { cwd: folder, env, maxBuffer: 2 ** 27 });
}

it('writes the capture and the report here, says that it is made up, and shows the findings', () => {
  const run = demo('--minutes', '1');
  const out = run.stdout.toString();
  expect(run.stderr.toString()).toBe('');
  expect(run.status).toBe(0);
  expect(out).toMatch(/^A made-up network: Atelier Boréal does not exist/);
  expect(out).toContain('Findings  3');
  expect(out).toContain('10.10.10.111 tried 140 TCP ports of 10.10.40.13');
  expect(readdirSync(folder).sort()).toEqual(['vigie-demo.pcap', 'vigie-report-vigie-demo.html']);
  expect(readFileSync(join(folder, 'vigie-report-vigie-demo.html'), 'utf8')).toContain('plc-ligne1');
});

it('only writes the capture when told where, in French too', () => {
  const run = demo('--minutes', '1', '--out', 'ailleurs.pcap', '--lang', 'fr');
  expect(run.stdout.toString()).toMatch(
    /^Un réseau inventé\u00a0: .* ailleurs\.pcap\u00a0: [\d\u202f]+ paquets\.\n$/,
  );
  expect(demo('--minutes', '1', '--out', 'again.pcap', '-q').stdout.toString()).toBe('again.pcap\n');
  const [first, second] = ['ailleurs.pcap', 'again.pcap'].map((name) => readFileSync(join(folder, name)));
  expect(first.equals(second)).toBe(true);
  expect(demo('--minutes', '1', '--out', '-').stdout.equals(first)).toBe(true);
});

it('says in one line that it cannot write', () => {
  const run = demo('--minutes', '1', '--out', join(folder, 'missing', 'x.pcap'));
  expect(run.status).toBe(1);
  expect(run.stderr.toString()).toMatch(/^vigie: .*x\.pcap cannot be written: ENOENT.*\n$/);
});
