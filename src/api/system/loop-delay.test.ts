import { describe, expect, it } from 'vitest';
import { watchLoopDelay } from './loop-delay.ts';

describe('how late the main thread is', () => {
  it('shows a stand-still', async () => {
    const delay = watchLoopDelay();
    await new Promise((resolve) => setTimeout(resolve, 60));
    const until = performance.now() + 300;
    while (performance.now() < until);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(delay.read().maxMs).toBeGreaterThan(150);
    delay.stop();
  });
});
