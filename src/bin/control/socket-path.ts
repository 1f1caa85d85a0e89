import { closeSync, constants, openSync } from 'node:fs';
import { join } from 'node:path';

const NAME = 'control.sock';
/** sun_path of unix(7), without its NUL. */
const LONGEST_PATH_BYTES = 107;

export interface SocketPath {
  readonly path: string;
  /** Call when the socket is bound or connected. */
  release(): void;
}

/** Where the server of a data folder is asked. A folder deep down is reached through a descriptor of it. */
export function socketPath(folder: string): SocketPath {
  const path = join(folder, NAME);
  if (Buffer.byteLength(path) <= LONGEST_PATH_BYTES) return { path, release: () => {} };
  const descriptor = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  return { path: `/proc/self/fd/${descriptor}/${NAME}`, release: () => closeSync(descriptor) };
}
