import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** A young generation this small fills after a few thousand forgotten objects. */
const SEMI_SPACE_MB = 1;

interface Passage {
  readonly frames: number;
  readonly flows: number;
  readonly collections: number;
  readonly heapBytes: number;
}

describe('the path of a frame', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-gc-'));
  const bundle = join(folder, 'loop.mjs');

  beforeAll(async () => {
    // As scripts/build.mjs does it: what is inlined decides what is allocated.
    await build({
      entryPoints: [join(import.meta.dirname, 'loop.ts')],
      outfile: bundle,
      bundle: true,
      minifySyntax: true,
      platform: 'node',
      format: 'esm',
      target: 'node20.19',
    });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Passes frames along a path of loop.ts, in a process of its own. */
  function passage(path: string, frames: number): Passage {
    const args = ['--expose-gc', `--max-semi-space-size=${SEMI_SPACE_MB}`, bundle, path, String(frames)];
    // Captures go to this test's folder.
    const env = { ...process.env, TMPDIR: folder };
    return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', env }));
  }

  it.each(['table', 'engine', 'file'])(
    'causes no garbage collection, whatever the number of frames (%s)',
    (path) => {
      const one = passage(path, 1_000_000);
      const two = passage(path, 2_000_000);
      expect(one).toMatchObject({ frames: 1_000_000, flows: 10_000 });
      expect(two).toMatchObject({ frames: 2_000_000, flows: 10_000 });
      expect([one.collections, two.collections]).toEqual([0, 0]);
      // Nor may the second million fill half of the young generation; late compilation takes some of it.
      expect(two.heapBytes - one.heapBytes).toBeLessThan(500_000);
    },
  );

  it.each(['careless', 'boxing'])('is found out when it allocates on every frame (%s)', (path) => {
    const one = passage(path, 1_000_000);
    const two = passage(path, 2_000_000);
    expect(one.collections).toBeGreaterThan(5);
    expect(two.collections).toBeGreaterThan(1.5 * one.collections);
  });
});
