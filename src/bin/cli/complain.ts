import { EXIT } from '../../base/errors.ts';
import { printable } from '../../features/analyze/outputs/text/printable.ts';
import { onBrokenPipe } from './broken-pipe.ts';

/** One line on standard error, whatever a file name or a packet put into `message`. */
export function complain(message: string): void {
  guardStreams();
  process.stderr.write(`vigie: ${printable(message)}\n`);
}

let areGuarded = false;

/** Whether everything that was written to the standard streams has reached the system. */
export function areWritten(): boolean {
  return !areGuarded || process.stdout.writableLength + process.stderr.writableLength === 0;
}

/**
 * To be called before anything is written: a reader that leaves ends the process quietly, any other failure with exit 1. Who writes
 * nothing goes without: opening the streams takes a tenth of a short run.
 */
export function guardStreams(): void {
  if (areGuarded) return;
  areGuarded = true;
  onBrokenPipe(
    [process.stdout, process.stderr],
    () => process.exit(0),
    (error) => {
      complain(`standard output: cannot write (${error.message})`);
      process.exit(EXIT.failure);
    },
  );
}
