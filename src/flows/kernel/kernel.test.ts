import { describe, expect, it } from 'vitest';
import { hashOf, KERNEL } from '../../../scripts/wasm-sources.mjs';
import { createKernel } from './kernel.ts';
import { KERNEL_SOURCE_SHA256 } from './kernel-bytes.ts';

describe('kernel', () => {
  it('is what its source says: run `node scripts/build-wasm.mjs` after a change', () => {
    expect(KERNEL.files.length).toBe(5);
    expect(hashOf(KERNEL)).toBe(KERNEL_SOURCE_SHA256);
  });

  it('gives up where memory cannot be had, so that everything is TypeScript', () => {
    const core = { end: () => {}, fold: () => 0, hearArp: () => {} };
    expect(createKernel({ capacity: 1 << 22, seed: 1, roomBytes: 2 ** 32, core })).toBeNull();
  });
});
