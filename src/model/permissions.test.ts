import { describe, expect, it } from 'vitest';
import { ALLOWED, PERMISSIONS } from './permissions.ts';

describe('roles', () => {
  it('let an auditor read everything, and nothing more', () => {
    expect(ALLOWED.auditor).toEqual(PERMISSIONS.filter((permission) => permission.endsWith(':read')));
  });

  it('let an administrator do everything, and nobody more', () => {
    expect(ALLOWED.admin).toEqual(PERMISSIONS);
  });
});
