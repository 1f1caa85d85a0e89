import { once } from 'node:events';
import { EXIT, InputError } from '../base/errors.ts';
import { frenchSpaces } from '../base/french-spaces.ts';
import type { Lang } from '../features/analyze/outputs/text/lang.ts';
import { formatCount } from '../features/analyze/outputs/text/numbers.ts';
import { DEMO_START } from '../features/demo/defaults.ts';
import { demoFrames } from '../features/demo/demo-network.ts';
import { pcapBlocks, writePcap } from '../features/demo/write-pcap.ts';
import { runAnalyze } from './analyze.ts';
import { DEFAULT_TOP, type DemoCommand, STANDARD_INPUT } from './cli/command.ts';

const USUAL_NAME = 'vigie-demo.pcap';

/** `vigie demo`: writes the capture of a made-up company; without `--out`, opens it too. Exit codes of `open`; 1 when the
 * capture cannot be written. */
export async function runDemo(command: DemoCommand): Promise<number> {
  const { minutes, seed, quiet, lang } = command;
  const frames = demoFrames({ seed, start: DEMO_START, minutes });
  if (command.out === STANDARD_INPUT) {
    // The memory of a block is used again before the stream is done with it: a copy.
    for (const block of pcapBlocks(frames)) {
      if (!process.stdout.write(block.slice())) await once(process.stdout, 'drain');
    }
    return EXIT.ok;
  }
  const path = command.out ?? USUAL_NAME;
  const count = await writePcap(path, frames).catch((error: unknown) => {
    throw unwritable(path, error, lang);
  });
  if (quiet) process.stdout.write(`${path}\n`);
  else process.stdout.write(`${describe(path, formatCount(count, lang), command)}\n`);
  if (command.out !== null) return EXIT.ok;
  if (!quiet) process.stdout.write('\n');
  return runAnalyze({
    kind: 'open',
    files: [path],
    filter: null,
    quiet,
    lang,
    maxFlows: null,
    top: DEFAULT_TOP,
  });
}

/** One line for a path the system refuses; anything else is a defect and stays as it is. */
function unwritable(path: string, error: unknown, lang: Lang): unknown {
  if (!(error instanceof Error && 'code' in error)) return error;
  const message =
    lang === 'fr'
      ? frenchSpaces(`${path} ne peut pas être écrit : ${error.message}.`)
      : `${path} cannot be written: ${error.message}.`;
  return new InputError(message, EXIT.failure);
}

function describe(path: string, count: string, { minutes, lang }: DemoCommand): string {
  return lang === 'fr'
    ? frenchSpaces(
        `Un réseau inventé : Atelier Boréal n’existe pas, ces ${minutes} minutes non plus. ${path} : ${count} paquets.`,
      )
    : `A made-up network: Atelier Boréal does not exist, nor do these ${minutes} minutes. ${path}: ${count} packets.`;
}
