import { isInputError } from '../../base/errors.ts';
import type { Lang } from '../../features/analyze/outputs/text/lang.ts';
import { inRawWords } from '../../model/messages/message.ts';
import { saidOf } from '../../model/messages/refusal.ts';
import { complain } from './complain.ts';

/** Sets the exit code that `run` resolves to, or that of its InputError, which is one line on standard error, in `lang`. */
export async function runToExit(run: () => Promise<number>, lang: () => Lang): Promise<void> {
  try {
    process.exitCode = await run();
  } catch (error) {
    if (!isInputError(error)) throw error;
    complain(inRawWords(saidOf(error), lang()));
    process.exitCode = error.exitCode;
  }
}
