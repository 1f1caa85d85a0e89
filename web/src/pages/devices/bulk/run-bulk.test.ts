import { describe, expect, it } from 'vitest';
import { ApiProblem } from '../../../data/problem.ts';
import type { DeviceDetail, DevicePatch } from '../../../nouns/devices/device.ts';
import { patchOf, runBulk, type Target } from './run-bulk.ts';

const target = (id: string, change: Partial<Target> = {}): Target => ({
  ...{ id, name: id, ip: null, tags: [], flagged: false, version: 3 },
  ...change,
});
const problem = (code: string, status: number) => new ApiProblem({ code, status, detail: code });

function server(answer: (id: string, version: number) => void = () => undefined) {
  const sent: [string, DevicePatch, number][] = [];
  return {
    sent,
    deps: {
      read: async (id: string) =>
        ({ ...target(id, { tags: ['theirs'], version: 9 }) }) as unknown as DeviceDetail,
      patch: async (id: string, change: DevicePatch, version: number) => {
        sent.push([id, change, version]);
        answer(id, version);
      },
      onProgress: () => undefined,
      signal: new AbortController().signal,
    },
  };
}

describe('runBulk', () => {
  it('changes each with the version that was shown', async () => {
    const { sent, deps } = server();
    const result = await runBulk([target('a'), target('b')], { kind: 'flag', flagged: true }, deps);
    expect(result).toEqual({ done: 2, failed: [] });
    expect(sent).toEqual([
      ['a', { flagged: true }, 3],
      ['b', { flagged: true }, 3],
    ]);
  });

  it('keeps what worked and names what did not', async () => {
    const { deps } = server((id) => {
      if (id === 'b') throw problem('unknown-id', 404);
    });
    const result = await runBulk(
      [target('a'), target('b'), target('c')],
      { kind: 'type', type: 'plc' },
      deps,
    );
    expect(result.done).toBe(2);
    expect(result.failed.map(({ device }) => device.id)).toEqual(['b']);
  });

  it('adds its tag to those that somebody else added meanwhile', async () => {
    const { sent, deps } = server((_, version) => {
      if (version === 3) throw problem('changed-meanwhile', 412);
    });
    const result = await runBulk([target('a', { tags: ['old'] })], { kind: 'tag', tag: 'mine' }, deps);
    expect(result).toEqual({ done: 1, failed: [] });
    expect(sent).toEqual([
      ['a', { tags: ['old', 'mine'] }, 3],
      ['a', { tags: ['theirs', 'mine'] }, 9],
    ]);
  });

  it('asks nothing for what is so already', async () => {
    const { sent, deps } = server();
    await runBulk([target('a', { flagged: true })], { kind: 'flag', flagged: true }, deps);
    expect(sent).toEqual([]);
    expect(patchOf({ kind: 'tag', tag: 'x' }, { tags: ['x'], flagged: false })).toBeNull();
  });

  it('stops where it is told to', async () => {
    const stop = new AbortController();
    const { sent, deps } = server(() => stop.abort());
    const many = Array.from({ length: 40 }, (_, i) => target(String(i)));
    const result = await runBulk(many, { kind: 'flag', flagged: true }, { ...deps, signal: stop.signal });
    expect(result.done).toBe(sent.length);
    expect(sent.length).toBeLessThanOrEqual(4);
  });
});
