import { describe, expect, it } from 'vitest';
import { type AuditRow, changesOf } from './audit-row.ts';

const row = (before: AuditRow['before'], after: AuditRow['after']): AuditRow => ({
  ...{ seq: 1, at: '2026-01-01T00:00:00.000000Z', action: 'device.changed', target: null, hash: '' },
  ...{ actor: { kind: 'system', id: '', label: 'system', from: null }, before, after },
});

describe('what changed', () => {
  it('is told field by field, in order, whichever side a field is on', () => {
    expect(changesOf(row({ tags: [], name: null }, { name: 'Press', flagged: true }))).toEqual([
      { name: 'flagged', before: null, after: 'true' },
      { name: 'name', before: 'null', after: 'Press' },
      { name: 'tags', before: '[]', after: null },
    ]);
  });

  it('is nothing where nothing was', () => {
    expect(changesOf(row(null, null))).toEqual([]);
  });
});
