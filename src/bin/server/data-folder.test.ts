import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { dataFolder, prepareFolder } from './data-folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigie-data-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the data folder', () => {
  it('is what was asked for, else what systemd gives, else the state folder of the user', () => {
    const env = { STATE_DIRECTORY: '/var/lib/vigie:/var/lib/other', XDG_STATE_HOME: '/home/me/state' };
    expect(dataFolder('here', env)).toBe(resolve('here'));
    expect(dataFolder(null, env)).toBe('/var/lib/vigie');
    expect(dataFolder(null, { XDG_STATE_HOME: '/home/me/state' })).toBe('/home/me/state/vigie');
    expect(dataFolder(null, { STATE_DIRECTORY: '', XDG_STATE_HOME: '' })).toBe(
      join(homedir(), '.local/state/vigie'),
    );
  });

  it('is made for its owner only', () => {
    const made = join(folder, 'a/b');
    prepareFolder(made);
    expect(statSync(made).mode & 0o777).toBe(0o700);
  });

  it('is refused in one line when it cannot be', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(() => prepareFolder(join(file, 'data'))).toThrow(/cannot be written \(ENOTDIR\); .*--data$/);
    expect(() => prepareFolder(file)).toThrow(/cannot be written \(EEXIST\)/);
  });
});
