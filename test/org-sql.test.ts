/** What the check of statements sees, and what it lets pass. */
import { describe, expect, it } from 'vitest';
import { orgProblems } from './fixtures/org-sql.ts';

const TABLES = new Set(['captures', 'devices', 'findings']);

describe('orgProblems', () => {
  it.each([
    'SELECT * FROM captures',
    'SELECT * FROM captures WHERE capture_id = $1',
    'SELECT * FROM captures WHERE org_id = $2',
    'SELECT * FROM captures c JOIN findings f ON f.capture_id = c.capture_id WHERE c.org_id = $1',
    'SELECT * FROM captures WHERE org_id = $1 AND EXISTS (SELECT 1 FROM devices d WHERE d.device_id = $2)',
    'SELECT * FROM captures WHERE org_id = $1 OR capture_id = $2',
    "SELECT * FROM captures WHERE name = 'org_id = $1'",
    'WITH x AS (SELECT * FROM devices) SELECT * FROM x',
    'SELECT * FROM captures c, devices d WHERE c.org_id = $1',
    'UPDATE captures SET name = $2',
    'DELETE FROM captures',
    'INSERT INTO captures (capture_id, org_id) VALUES ($1, $2)',
    'INSERT INTO captures (org_id, capture_id) VALUES ($2, $1)',
    'INSERT INTO captures (org_id, capture_id) SELECT $1, capture_id FROM devices',
  ])('sees what is wrong with %s', (sql) => {
    expect(orgProblems(sql, TABLES)).not.toEqual([]);
  });

  it.each([
    'SELECT 1',
    'SELECT count(*) FROM captures WHERE org_id = $1 AND (name = $2 OR name = $3)',
    'SELECT * FROM captures c JOIN findings f ON f.org_id = c.org_id WHERE c.org_id = $1',
    'INSERT INTO captures AS c (org_id, name) VALUES ($1, $2) ON CONFLICT (org_id) DO UPDATE SET name = $2',
  ])('finds nothing wrong with %s', (sql) => {
    expect(orgProblems(sql, TABLES)).toEqual([]);
  });
});
