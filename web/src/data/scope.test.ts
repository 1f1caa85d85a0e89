import { describe, expect, it } from 'vitest';
import { instantOf, isRelative, readScope, scopeOf } from './scope.ts';

const NOW = Date.parse('2026-11-20T08:00:30.500Z');

describe('time range and capture of the URL', () => {
  it('counts back from the whole minute, so that pages ask the same', () => {
    expect(instantOf('now-15m', NOW)).toBe('2026-11-20T07:45:00.000Z');
    expect(instantOf('now-6h', NOW)).toBe('2026-11-20T02:00:00.000Z');
    expect(instantOf('now-30d', NOW)).toBe('2026-10-21T08:00:00.000Z');
  });

  it('takes exact instants, and nothing that is none', () => {
    expect(instantOf('2026-11-20T09:00:00+01:00', NOW)).toBe('2026-11-20T08:00:00.000Z');
    expect(instantOf('yesterday', NOW)).toBeUndefined();
    expect(instantOf('now-5y', NOW)).toBeUndefined();
    expect(isRelative('now-1h')).toBe(true);
    expect(isRelative('2026-11-20T08:00:00Z')).toBe(false);
  });

  it('leaves out what nobody asked for', () => {
    expect(readScope({ capture: 'c1', q: 'plc' }, NOW)).toEqual({ capture: 'c1' });
    expect(readScope({ site: ['s1', 's2'] }, NOW)).toEqual({ site: 's1' });
  });

  it('comes along with links, and nothing else does', () => {
    expect(scopeOf({ from: 'now-1h', capture: 'c1', site: 's1', q: 'plc', open: 'mac-1' })).toEqual({
      from: 'now-1h',
      capture: 'c1',
      site: 's1',
    });
  });
});
