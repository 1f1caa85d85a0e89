import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { EXIT, InputError } from '../../base/errors.ts';

/**
 * Where everything is kept: what was asked for, else what systemd gives (StateDirectory=), else the state folder of the
 * XDG base directory specification.
 */
export function dataFolder(asked: string | null, env: NodeJS.ProcessEnv): string {
  if (asked !== null) return resolve(asked);
  // systemd.exec(5): several are separated by colons.
  const given = env.STATE_DIRECTORY?.split(':')[0];
  if (given) return resolve(given);
  const base = env.XDG_STATE_HOME || join(homedir(), '.local', 'state');
  return resolve(base, 'vigie');
}

/** Makes the folder for its owner only. Throws one sentence when it cannot be made or written. */
export function prepareFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw new InputError(
      `${folder}: the data folder cannot be written${code}; choose another with --data`,
      EXIT.failure,
    );
  }
}
