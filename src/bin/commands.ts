/** Every command of `vigie`: what src/bin/vigie.ts does not run itself. */
import { langFromEnvironment } from '../features/analyze/outputs/text/lang.ts';
import type { Command } from './cli/command.ts';
import { guardStreams } from './cli/complain.ts';
import { parseCommandLine } from './cli/parse-arguments.ts';
import { runToExit } from './cli/run-to-exit.ts';

/** Runs one command; each is loaded only when it is asked for. Returns the exit code. */
async function run(command: Command): Promise<number> {
  switch (command.kind) {
    case 'server': {
      const { runServer } = await import('./server.ts');
      return runServer(command);
    }
    case 'analyze':
    case 'open': {
      const { runAnalyze } = await import('./analyze.ts');
      return runAnalyze(command);
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

/** The command of this process's arguments, to its exit code. */
export function main(): Promise<void> {
  guardStreams();
  let lang = langFromEnvironment(process.env);
  const parseAndRun = () => {
    const command = parseCommandLine(process.argv.slice(2), lang, process.env);
    lang = command.lang;
    return run(command);
  };
  return runToExit(parseAndRun, () => lang);
}
