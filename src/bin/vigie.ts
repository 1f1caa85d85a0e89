#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { EXIT, isInputError } from '../base/errors.ts';
import { langFromEnvironment } from '../features/analyze/outputs/text/lang.ts';
import { onBrokenPipe } from './cli/broken-pipe.ts';
import type { Command } from './cli/command.ts';
import { complain } from './cli/complain.ts';
import { parseCommandLine } from './cli/parse-arguments.ts';
import { compiledBundle } from './compiled-bundle.ts';

/**
 * With the kernel, JavaScript has no inner loop: a few hundred functions are warm for a fraction of a second, and compiling each
 * into its callers costs more than it gives. Measured on 1 GB: a seventh less processor time. Without the kernel it is the
 * other way round, and a process that lives on (the server) is left alone.
 */
const NO_INLINING = '--max-inlined-bytecode-size-cumulative=0';

/** Runs one command; each is loaded only when it is asked for. Returns the exit code. */
async function run(command: Command): Promise<number> {
  switch (command.kind) {
    case 'server': {
      const { runServer } = await import('./server.ts');
      return runServer(command);
    }
    case 'analyze':
    case 'open': {
      const { runAnalyze } =
        compiledBundle<typeof import('./analyze.ts')>('analyze') ?? (await import('./analyze.ts'));
      return runAnalyze(command, () => setFlagsFromString(NO_INLINING));
    }
    case 'listen': {
      const { runListen } = await import('./listen.ts');
      return runListen(command);
    }
    case 'demo': {
      const { runDemo } = await import('./demo.ts');
      return runDemo(command);
    }
    case 'user': {
      const { runUser } = await import('./accounts.ts');
      return runUser(command);
    }
    case 'token': {
      const { runToken } = await import('./accounts.ts');
      return runToken(command);
    }
    case 'org': {
      const { runOrg } = await import('./accounts.ts');
      return runOrg(command);
    }
    case 'audit': {
      const { runAudit } = await import('./audit.ts');
      return runAudit(command);
    }
    case 'secrets': {
      const { runSecrets } = await import('./secrets.ts');
      return runSecrets(command);
    }
    case 'version': {
      const { versionText } = await import('./version.ts');
      process.stdout.write(versionText());
      return 0;
    }
    case 'help': {
      const { helpText } = await import('./cli/help.ts');
      const { wantsColors } = await import('../features/analyze/outputs/terminal/terminal.ts');
      const colors = wantsColors(process.stdout.isTTY === true, process.env);
      process.stdout.write(helpText(command.topic, command.lang, colors));
      return 0;
    }
  }
}

async function main(): Promise<void> {
  onBrokenPipe(
    [process.stdout, process.stderr],
    () => process.exit(0),
    (error) => {
      complain(`standard output: cannot write (${error.message})`);
      process.exit(EXIT.failure);
    },
  );
  try {
    process.exitCode = await run(
      parseCommandLine(process.argv.slice(2), langFromEnvironment(process.env), process.env),
    );
  } catch (error) {
    if (!isInputError(error)) throw error;
    complain(error.message);
    process.exitCode = error.exitCode;
  }
}

await main();
