import { closeSync, openSync } from 'node:fs';

/**
 * The server reads nothing from its standard input, and nobody else in its process shall: chDB takes what waits there for
 * more rows of whatever is being inserted, and refuses all of them. Call first, before anything opens a file.
 */
export function leaveStandardInput(): void {
  try {
    closeSync(0);
  } catch {
    // It was closed before.
  }
  // The lowest number that is free: 0 again.
  openSync('/dev/null', 'r');
}
