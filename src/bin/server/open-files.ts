/** `--open`: one file after the other, a bar while it runs, a line when it is done. */
import { basename } from 'node:path';
import type { Backend } from '../../api/deps.ts';
import { DEFAULT_ORGANISATION } from '../../api/organisation.ts';
import { InputError } from '../../base/errors.ts';
import { frenchSpaces } from '../../base/french-spaces.ts';
import type { Lang } from '../../features/analyze/outputs/text/lang.ts';
import { formatCount } from '../../features/analyze/outputs/text/numbers.ts';
import { inRawWords, say } from '../../model/messages/message.ts';
import { ReadingRefusal, saidOf } from '../../model/messages/refusal.ts';
import { createProgress } from '../cli/progress.ts';

export interface Terminal {
  /** A line on standard output. */
  readonly say: (line: string) => void;
  /** A line on standard error. */
  readonly complain: (line: string) => void;
  readonly lang: Lang;
  readonly quiet: boolean;
  readonly progress: NodeJS.WriteStream;
}

/** Ends early when the server does. What cannot be imported is told, and the next one goes on. */
export async function openFiles(
  files: readonly string[],
  {
    backend,
    url,
    terminal,
    siteId,
  }: {
    readonly backend: Backend;
    readonly url: string;
    readonly terminal: Terminal;
    readonly siteId: string | null;
  },
): Promise<void> {
  for (const file of files) {
    try {
      const line = await openFile(file, siteId, backend, url, terminal);
      if (line === null) return;
      terminal.say(line);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      terminal.complain(inRawWords(saidOf(error), terminal.lang));
    }
  }
}

/** The line to show; `null` when the server was stopped meanwhile. */
async function openFile(
  path: string,
  siteId: string | null,
  backend: Backend,
  url: string,
  terminal: Terminal,
): Promise<string | null> {
  const { lang, quiet } = terminal;
  const name = basename(path);
  const imports = backend.imports.forOrg(DEFAULT_ORGANISATION);
  const { outcome, capture } = await imports.enqueue({ path, name, siteId });
  if (outcome === 'already') return describe(capture.id, name, true, backend, url, lang);
  const bar = createProgress({ out: terminal.progress, nowMs: () => performance.now(), lang, quiet });
  const quietly = backend.imports.on('changed', ({ captureId, progress, packets }) => {
    const total = capture.sizeBytes ?? 0;
    if (captureId === capture.id) bar.update(progress * total, total, packets);
  });
  const ended = await imports.ended(capture.id);
  quietly();
  bar.erase();
  if (ended === null || ended.status === 'stopped') return null;
  if (ended.status === 'failed') throw new ReadingRefusal(ended.error ?? say('import.failed', { name }));
  if (ended.status === 'cancelled') throw new InputError(cancelled(name, lang));
  return describe(capture.id, name, ended.status === 'already', backend, url, lang);
}

const cancelled = (name: string, lang: Lang): string =>
  lang === 'fr'
    ? frenchSpaces(`${name} : import annulé dans la console`)
    : `${name}: cancelled in the console`;

async function describe(
  captureId: string,
  name: string,
  isKnown: boolean,
  { state, telemetry }: Backend,
  url: string,
  lang: Lang,
): Promise<string> {
  const { total } = await state
    .forOrg(DEFAULT_ORGANISATION)
    .devices.list({ filter: { captureId }, limit: 1 });
  const { flows } = await telemetry.forOrg(DEFAULT_ORGANISATION).dashboard({ capture: captureId });
  const link = `${url}?capture=${encodeURIComponent(captureId)}`;
  const [devices, conversations] = [formatCount(total, lang), formatCount(flows, lang)];
  if (lang === 'fr') {
    const known = isKnown ? 'déjà là, ' : '';
    return frenchSpaces(`${name} : ${known}${devices} appareils, ${conversations} conversations : ${link}`);
  }
  return `${name}: ${isKnown ? 'already there, ' : ''}${devices} devices, ${conversations} conversations: ${link}`;
}
