import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT, InputError } from '../base/errors.ts';
import { dataFolder } from './server/data-folder.ts';

/** The data folder, in which something is kept: a mistyped one must not be made, and found to be sound. */
export function storedFolder(asked: string | null): string {
  const folder = dataFolder(asked, process.env);
  const kept = process.env.VIGIE_POSTGRES_URL ? folder : join(folder, 'state');
  if (existsSync(kept)) return folder;
  throw new InputError(`${folder}: nothing is kept here; name the data folder with --data`, EXIT.failure);
}
