import type { Reporter, TestModule } from 'vitest/node';

/**
 * In CI: a skipped test is a failure (something that the tests need was not installed), and the last line reads
 * `N passed, N failed`.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0;
    let failed = errors.length;
    for (const module of modules) {
      if (module.errors().length > 0) failed++;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed++;
        else {
          failed++;
          if (state === 'skipped') console.log(`skipped in CI: ${module.moduleId} > ${test.fullName}`);
        }
      }
    }
    if (failed > 0) process.exitCode = 1;
    // After the summary of the reporter before this one.
    process.on('exit', () => console.log(`${passed} passed, ${failed} failed`));
  }
}
