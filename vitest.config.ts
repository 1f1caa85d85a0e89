import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Vitest leaves one processor free; on two that would be one test file at a time. */
const WORKERS = Math.max(2, availableParallelism() - 1);

/** One after the other: what runs beside another browser or capture waits for it, and a lost packet says nothing then. */
const group = (order: number, name: string, maxWorkers: number, include: string[]) => ({
  extends: true as const,
  test: { name, include, maxWorkers, sequence: { groupOrder: order } },
});

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    reporters: process.env.CI ? ['default', './test/support/closing-line.ts'] : ['default'],
    projects: [
      group(0, 'code', WORKERS, [
        'src/**/*.test.ts',
        'web/src/**/*.test.ts',
        'test/*.test.ts',
        'test/{bench,corpus}/*.test.ts',
      ]),
      group(1, 'console', 2, ['test/e2e/*.test.ts']),
      group(2, 'live', 1, ['test/{gc,live}/*.test.ts']),
    ],
  },
});
