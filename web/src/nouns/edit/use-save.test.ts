import { describe, expect, it } from 'vitest';
import { ApiProblem } from '../../data/problem.ts';
import { trySave } from './use-save.ts';

const changed = new ApiProblem({ code: 'changed-meanwhile', status: 412, detail: '' });
const theirs = { version: 5, name: 'theirs' };

describe('trySave', () => {
  it('is saved when nobody else was there', async () => {
    const sent: unknown[] = [];
    const patch = async (change: string, version: number) => void sent.push([change, version]);
    expect(await trySave('mine', 3, { patch, reload: async () => theirs })).toEqual({ outcome: 'saved' });
    expect(sent).toEqual([['mine', 3]]);
  });

  it('keeps what was typed beside what others made of it', async () => {
    const patch = () => Promise.reject(changed);
    expect(await trySave('mine', 3, { patch, reload: async () => theirs })).toEqual({
      outcome: 'conflict',
      conflict: { theirs, mine: 'mine' },
    });
  });

  it('says every other reason', async () => {
    const refused = new ApiProblem({ code: 'invalid-request', status: 400, detail: 'name: too long' });
    const patch = () => Promise.reject(refused);
    expect(await trySave('mine', 3, { patch, reload: async () => theirs })).toEqual({
      outcome: 'refused',
      error: refused,
    });
    const gone = new ApiProblem({ code: 'unknown-id', status: 404, detail: '' });
    const reload = () => Promise.reject(gone);
    expect(await trySave('mine', 3, { patch: () => Promise.reject(changed), reload })).toEqual({
      outcome: 'refused',
      error: gone,
    });
  });
});
