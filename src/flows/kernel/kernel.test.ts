import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createKernel } from './kernel.ts';
import { KERNEL_SOURCE_SHA256 } from './kernel-bytes.ts';

describe('kernel', () => {
  it('is what its source says: run `node scripts/build-kernel.mjs` after a change', () => {
    const hash = createHash('sha256');
    for (const name of ['kernel.as', 'stage.as', 'count.as', 'look.as'])
      hash.update(readFileSync(new URL(name, import.meta.url)));
    expect(hash.digest('hex')).toBe(KERNEL_SOURCE_SHA256);
  });

  it('gives up where memory cannot be had, so that everything is TypeScript', () => {
    expect(createKernel({ capacity: 1 << 22, seed: 1, roomBytes: 2 ** 32 })).toBeNull();
  });
});
