import { describe, expect, it } from 'vitest';
import { ALLOWED, ROLES } from '../../../../src/model/permissions.ts';
import { allowedTo } from './permissions.ts';
import { ROLES as OFFERED } from './RoleChoice.tsx';

describe('what a role may', () => {
  it('is what the server allows it', () => {
    expect([...OFFERED]).toEqual([...ROLES]);
    for (const role of ROLES) expect([...allowedTo(role)].sort(), role).toEqual([...ALLOWED[role]].sort());
  });
});
