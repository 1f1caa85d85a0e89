/** Where the master key comes from: never from the database that it protects. */
import {
  closeSync,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { EXIT, InputError } from '../../base/errors.ts';
import { syncFolder } from '../../store/sync-folder.ts';
import { type MasterKey, newMasterKey, parseKeys, writeKeys } from './key-text.ts';

export interface MasterKeys {
  /** What is encrypted from now on. */
  readonly current: MasterKey;
  /** Still needed for what a rotation has not reached yet. */
  readonly older: readonly MasterKey[];
  /** What people call the place: a path, a variable. */
  readonly source: string;
  /** The file that is ours to change; `null` when the key is given from outside. */
  readonly file: string | null;
}

export interface KeyPlace {
  readonly dataFolder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const VARIABLE = 'VIGIE_MASTER_KEY';
/** systemd.exec(5), LoadCredential= and SetCredentialEncrypted=. */
const CREDENTIAL = 'vigie-master-key';
const FILE = 'master.key';
const OTHERS = 0o077;

export const masterKeyFile = (dataFolder: string): string => join(dataFolder, FILE);

/** What a message names when there is no key anywhere. */
export function keyPlaces(dataFolder: string): string {
  return `${masterKeyFile(dataFolder)}, the variable ${VARIABLE}, or the systemd credential ${CREDENTIAL}`;
}

/**
 * The variable VIGIE_MASTER_KEY, else the systemd credential, else the file in the data folder; `null` when there is none
 * of them. Throws one sentence when it is not a key, or when others can read the file.
 */
export function readMasterKeys({ dataFolder, env }: KeyPlace): MasterKeys | null {
  const variable = env[VARIABLE];
  if (variable) return keysOf(variable, VARIABLE, null);
  if (env.CREDENTIALS_DIRECTORY) {
    const path = join(env.CREDENTIALS_DIRECTORY, CREDENTIAL);
    const text = readText(path, false);
    if (text !== null) return keysOf(text, `the systemd credential ${CREDENTIAL}`, null);
  }
  const file = masterKeyFile(dataFolder);
  const text = readText(file, true);
  return text === null ? null : keysOf(text, file, file);
}

/** The same, and on the first start a new key in the file, for its owner alone. */
export function readOrMakeMasterKeys(place: KeyPlace): MasterKeys {
  const known = readMasterKeys(place);
  if (known !== null) return known;
  const file = masterKeyFile(place.dataFolder);
  const draft = draftOf(file, [newMasterKey()]);
  try {
    // Of two that start at once, one makes it: link(2) never replaces.
    linkSync(draft, file);
    syncFolder(place.dataFolder);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const made = readMasterKeys(place);
  if (made === null) throw new Error(`${file}: gone right after it was made`);
  return made;
}

/** Puts these keys in the file's place, the current one first: all of it or nothing, on the disk when this returns. */
export function replaceKeyFile(file: string, keys: readonly [MasterKey, ...MasterKey[]]): MasterKeys {
  const draft = draftOf(file, keys);
  renameSync(draft, file);
  syncFolder(join(file, '..'));
  const [current, ...older] = keys;
  return { current, older, source: file, file };
}

function keysOf(text: string, source: string, file: string | null): MasterKeys {
  const [current, ...older] = parseKeys(text, source);
  return { current, older, source, file };
}

function draftOf(file: string, keys: readonly MasterKey[]): string {
  const draft = `${file}.${process.pid}.draft`;
  rmSync(draft, { force: true });
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeFileSync(handle, writeKeys(keys));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return draft;
}

/** `null`: there is no such file. A file of ours is refused when its mode lets others in. */
function readText(path: string, isOurs: boolean): string | null {
  let handle: number;
  try {
    handle = openSync(path, 'r');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw new InputError(`${path}: the master key cannot be read (${codeOf(error)})`, EXIT.failure);
  }
  try {
    const mode = fstatSync(handle).mode & 0o777;
    if (isOurs && (mode & OTHERS) !== 0) {
      throw new InputError(
        `${path}: expected mode 0600, found 0${mode.toString(8)}: others on this machine may have read the master key; ` +
          `run chmod 600 ${path}, and "vigie secrets rotate" when they are not trusted`,
        EXIT.failure,
      );
    }
    return readFileSync(handle, 'utf8');
  } finally {
    closeSync(handle);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
