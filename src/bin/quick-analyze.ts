/** `vigie analyze` and `vigie open` from their arguments to their exit: a bundle by itself, with nothing of other commands in it. */
import { langFromEnvironment } from '../features/analyze/outputs/text/lang.ts';
import { runAnalyze } from './analyze.ts';
import { readerOfCaptures } from './cli/analyze-arguments.ts';
import { runToExit } from './cli/run-to-exit.ts';

export { areWritten } from './cli/complain.ts';

/**
 * With the kernel, JavaScript has no inner loop: a few hundred functions are warm for a fraction of a second, and compiling each
 * into its callers costs more than it gives. Measured on 1 GB: a seventh less processor time. Without the kernel it is the
 * other way round.
 */
const NO_INLINING = '--max-inlined-bytecode-size-cumulative=0';

/** `null` when that is not an order to read captures, or a mistake: who knows every command says what. */
export function main(
  argv: readonly string[],
  onKernel = () => process.getBuiltinModule('node:v8').setFlagsFromString(NO_INLINING),
): Promise<void> | null {
  const command = readerOfCaptures(argv, langFromEnvironment(process.env));
  if (command === null) return null;
  return runToExit(
    () => runAnalyze(command, onKernel),
    () => command.lang,
  );
}
