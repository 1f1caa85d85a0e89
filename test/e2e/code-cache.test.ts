/** The compiled bundle of `analyze` (src/bin/vigie.ts) against the same without what V8 compiled, as the build made them. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pcapFile } from '../fixtures/pcap.ts';
import { SAMPLES } from '../fixtures/samples.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DIST = join(ROOT, 'dist');
const isScript = (path: string) => !path.endsWith('.map') && !path.includes(`${DIST}/web`);

let folder: string;
let capture: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigie-code-cache-'));
  capture = join(folder, 'x.pcap');
  const frames = SAMPLES.filter(({ linkType }) => linkType === 1).map(({ frame }) => frame);
  writeFileSync(capture, pcapFile([...frames, ...frames, ...frames]));
});

afterAll(() => rmSync(folder, { recursive: true }));

function json(dist: string, args: readonly string[] = [capture], ofNode: readonly string[] = []): string {
  const command = [...ofNode, join(dist, 'vigie.cjs'), 'analyze', ...args, '--json'];
  const run = spawnSync(process.execPath, command, { encoding: 'utf8' });
  return run.stdout + run.stderr + run.status;
}

/** A copy of dist with the compiled code changed. */
function altered(name: string, change: (cache: string) => void): string {
  const dist = join(folder, name, 'dist');
  cpSync(DIST, dist, { recursive: true, filter: isScript });
  cpSync(join(ROOT, 'package.json'), join(folder, name, 'package.json'));
  change(join(dist, 'analyze.cjs.cache'));
  return dist;
}

describe('compiled bundle', () => {
  it('is taken by the Node.js that built it', () => {
    const look = `
      const { readFileSync } = require('node:fs');
      const path = process.argv[1];
      const source = '(function (exports, require, module, __filename, __dirname) {' + readFileSync(path, 'latin1') + '\\n})';
      const cachedData = readFileSync(path + '.cache');
      const script = new (require('node:vm').Script)(source, { filename: path, cachedData });
      console.log(script.cachedDataRejected);`;
    const run = spawnSync(process.execPath, ['-e', look, join(DIST, 'analyze.cjs')], { encoding: 'utf8' });
    expect(run.stdout + run.stderr).toBe('false\n');
  });

  it('gives what the modules give when it is missing, cut, or of another Node.js', () => {
    const expected = json(DIST);
    expect(expected).toContain('"schema"');
    expect(json(altered('missing', (cache) => rmSync(cache)))).toBe(expected);
    expect(json(altered('cut', (cache) => writeFileSync(cache, new Uint8Array(64))))).toBe(expected);
  });

  // The kernel (src/flows/kernel) needs both; vectors are missing on processors of before 2008.
  it.each(['--no-expose-wasm', ...(process.arch === 'x64' ? ['--no-enable-sse4-1'] : [])])(
    'gives the same on a machine without WebAssembly, or without its vectors: %s',
    (flag) => {
      expect(json(DIST, [capture], [flag])).toBe(json(DIST));
    },
  );

  // V8 wants ten gigabytes of address space around the memory of WebAssembly.
  it.skipIf(process.platform !== 'linux')('gives the same where there is little address space', () => {
    const node = [process.execPath, join(DIST, 'vigie.cjs'), 'analyze', capture, '--json'];
    const run = spawnSync('prlimit', [`--as=${4 * 2 ** 30}`, ...node], { encoding: 'utf8' });
    expect(run.stdout + run.stderr + run.status).toBe(json(DIST));
  });

  it('tells a wrong input as the modules do', () => {
    const wrong = [capture, '--filter', 'no such word'];
    expect(json(DIST, wrong)).toContain('vigie: filter');
    expect(
      json(
        altered('wrong', (cache) => rmSync(cache)),
        wrong,
      ),
    ).toBe(json(DIST, wrong));
  });
});
