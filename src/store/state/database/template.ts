/** A first start without initdb: the database that scripts/build-state.mjs packed, unpacked whole or not at all. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { syncFolder } from '../../sync-folder.ts';

interface Index {
  readonly folders: readonly string[];
  readonly files: readonly (readonly [path: string, bytes: number])[];
}

/**
 * Puts the template where there is no database yet; does nothing where there is one, or without a template. On the disk
 * when it returns: what is written later builds on it.
 */
export function unpackTemplate(template: string, folder: string): void {
  if (existsSync(folder) || !existsSync(template)) return;
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true, mode: 0o700 });
  const bytes = gunzipSync(readFileSync(template));
  const indexLength = bytes.readUInt32LE(0);
  const { folders, files } = JSON.parse(bytes.toString('utf8', 4, 4 + indexLength)) as Index;
  for (const name of folders) mkdirSync(join(partial, name), { recursive: true, mode: 0o700 });
  let at = 4 + indexLength;
  for (const [name, length] of files) {
    writeSynced(join(partial, name), bytes.subarray(at, at + length));
    at += length;
  }
  for (const name of ['', ...folders]) syncFolder(join(partial, name));
  renameSync(partial, folder);
  syncFolder(dirname(folder));
}

function writeSynced(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
