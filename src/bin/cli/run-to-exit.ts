import { isInputError } from '../../base/errors.ts';
import { complain } from './complain.ts';

/** Sets the exit code that `run` resolves to, or that of its InputError, which is one line on standard error. */
export async function runToExit(run: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await run();
  } catch (error) {
    if (!isInputError(error)) throw error;
    complain(error.message);
    process.exitCode = error.exitCode;
  }
}
