import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { deriveKey } from './derive-key.ts';
import { masterKeyOf, newMasterKey } from './key-text.ts';
import { masterKeyFile, readMasterKeys, readOrMakeMasterKeys, replaceKeyFile } from './master-key.ts';

const root = mkdtempSync(join(tmpdir(), 'vigie-key-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const GIVEN = Buffer.alloc(32, 7);
let dataFolder = '';
beforeEach(() => {
  dataFolder = mkdtempSync(join(root, 'data-'));
});

describe('the master key', () => {
  it('is made on the first start, for its owner alone, and is the same afterwards', () => {
    const made = readOrMakeMasterKeys({ dataFolder, env: {} });
    expect(statSync(masterKeyFile(dataFolder)).mode & 0o777).toBe(0o600);
    expect(made.current.bytes.reveal()).toHaveLength(32);
    const again = readOrMakeMasterKeys({ dataFolder, env: {} });
    expect(again.current.bytes.reveal()).toEqual(made.current.bytes.reveal());
    expect(readdirSync(dataFolder)).toEqual(['master.key']);
  });

  it('is of another kind each time', () => {
    const ids = Array.from({ length: 50 }, () => newMasterKey().id);
    expect(new Set(ids).size).toBe(50);
  });

  it('is not made where it is only looked for', () => {
    expect(readMasterKeys({ dataFolder, env: {} })).toBeNull();
    expect(existsSync(masterKeyFile(dataFolder))).toBe(false);
  });

  it.each([0o640, 0o604, 0o660, 0o777, 0o601])('is refused in a file of mode %o', (mode) => {
    readOrMakeMasterKeys({ dataFolder, env: {} });
    chmodSync(masterKeyFile(dataFolder), mode);
    expect(() => readOrMakeMasterKeys({ dataFolder, env: {} })).toThrow(
      `expected mode 0600, found 0${mode.toString(8)}`,
    );
  });

  it('may be narrower than 0600', () => {
    readOrMakeMasterKeys({ dataFolder, env: {} });
    chmodSync(masterKeyFile(dataFolder), 0o400);
    expect(readMasterKeys({ dataFolder, env: {} })).not.toBeNull();
  });

  it('comes from the variable first, then the credential, then the file', () => {
    const credentials = mkdtempSync(join(root, 'cred-'));
    writeFileSync(join(credentials, 'vigie-master-key'), Buffer.alloc(32, 8).toString('hex'));
    const inFile = readOrMakeMasterKeys({
      dataFolder,
      env: { CREDENTIALS_DIRECTORY: mkdtempSync(join(root, 'no-')) },
    });
    expect(inFile.file).toBe(masterKeyFile(dataFolder));
    const credential = readMasterKeys({ dataFolder, env: { CREDENTIALS_DIRECTORY: credentials } });
    expect(credential?.current.bytes.reveal()).toEqual(Buffer.alloc(32, 8));
    expect(credential?.file).toBeNull();
    const variable = readMasterKeys({
      dataFolder,
      env: { CREDENTIALS_DIRECTORY: credentials, VIGIE_MASTER_KEY: GIVEN.toString('base64') },
    });
    expect(variable?.current.bytes.reveal()).toEqual(GIVEN);
    expect(variable?.source).toBe('VIGIE_MASTER_KEY');
  });

  it('is followed by the older ones, in a variable and in a file', () => {
    const older = Buffer.alloc(32, 9);
    const env = { VIGIE_MASTER_KEY: ` ${GIVEN.toString('base64')} ${older.toString('hex')} ` };
    const given = readMasterKeys({ dataFolder, env });
    expect(given?.older.map(({ bytes }) => bytes.reveal())).toEqual([older]);
    replaceKeyFile(masterKeyFile(dataFolder), [masterKeyOf(GIVEN), masterKeyOf(older)]);
    const kept = readMasterKeys({ dataFolder, env: {} });
    expect([kept?.current.id, kept?.older.map(({ id }) => id)]).toEqual([
      masterKeyOf(GIVEN).id,
      [masterKeyOf(older).id],
    ]);
    expect(statSync(masterKeyFile(dataFolder)).mode & 0o777).toBe(0o600);
  });

  it.each(['hunter2hunter2', '', '# nothing but a remark', `${'A'.repeat(43)}!`])(
    'is refused without being told when it is %j',
    (text) => {
      writeFileSync(masterKeyFile(dataFolder), text, { mode: 0o600 });
      const refused = (() => {
        try {
          readMasterKeys({ dataFolder, env: {} });
          return 'nothing';
        } catch (error) {
          return (error as Error).message;
        }
      })();
      expect(refused).toContain(masterKeyFile(dataFolder));
      expect(refused).toMatch(/32 bytes as base64/);
      expect(refused).not.toMatch(/hunter2|A{10}/);
    },
  );

  it('is not shown by what shows values, nor by its id', () => {
    const keys = readOrMakeMasterKeys({ dataFolder, env: {} });
    const text = readFileSync(masterKeyFile(dataFolder), 'utf8').split('\n').at(-2) ?? '';
    expect(text).toHaveLength(44);
    const bytes = keys.current.bytes.reveal();
    for (const shown of [inspect(keys, { depth: 9 }), JSON.stringify(keys), keys.current.id]) {
      expect(shown).not.toContain(text);
      expect(shown).not.toContain(bytes.toString('hex').slice(0, 12));
    }
  });
});

/** Python: HMAC-SHA-256 extract with a salt of zeros, expand with b"vigie/secrets". */
const EXPECTED = '066901e18bb4080fa4c6af0545b87ef9df93a9539e106727443424602dfe9266';

describe('a derived key', () => {
  it('is the same for a purpose, another for another, and tells nothing of the master key', () => {
    const master = masterKeyOf(GIVEN);
    expect(deriveKey(master, 'secrets')).toEqual(deriveKey(masterKeyOf(GIVEN), 'secrets'));
    const all = (['audit-head', 'secrets'] as const).map((purpose) =>
      deriveKey(master, purpose).toString('hex'),
    );
    expect(new Set(all).size).toBe(2);
    expect(all).not.toContain(GIVEN.toString('hex'));
  });

  it('is HKDF-SHA-256 as others compute it', () => {
    expect(deriveKey(masterKeyOf(GIVEN), 'secrets').toString('hex')).toBe(EXPECTED);
  });
});
