import { Worker } from 'node:worker_threads';
import { EXIT } from '../base/errors.ts';
import { flowCapacity } from '../features/analyze/engine/limits.ts';
import { wantsColors } from '../features/analyze/outputs/terminal/terminal.ts';
import type { Lang } from '../features/analyze/outputs/text/lang.ts';
import { word } from '../features/analyze/outputs/text/words.ts';
import { textChunks } from '../features/analyze/outputs/utf8-text.ts';
import { writeChunks } from '../features/analyze/outputs/write.ts';
import { LiveScreen } from '../features/listen/live-screen.ts';
import type { CaptureTask, StopRequest, WorkerMessage } from '../features/listen/messages.ts';
import { snapshotLine } from '../features/listen/view.ts';
import { inRawWords } from '../model/messages/message.ts';
import { DEFAULT_TOP, type ListenCommand } from './cli/command.ts';
import { complain } from './cli/complain.ts';

/** A worker that does not end by then is ended, and there is no summary. */
const STOP_WITHIN_MS = 9500;
/** A reader of our output that does not read by then is not waited for. */
const WRITE_WITHIN_MS = 2000;
/** Lines that wait for such a reader; further ones are left out. */
const MAX_UNREAD_BYTES = 1 << 20;
const DEFAULT_WIDTH = 100;

/** `vigie listen`: one capture worker, a view that is drawn again each interval, a summary at the end. */
export async function runListen(command: ListenCommand): Promise<number> {
  const task: CaptureTask = {
    interfaces: command.interfaces,
    filter: command.filter,
    snapLength: command.snaplen,
    ringMb: command.ringMb,
    promiscuous: command.promiscuous,
    intervalSeconds: command.intervalSeconds,
    maxFlows: command.maxFlows === null ? null : flowCapacity(command.maxFlows),
    lang: command.lang,
    top: DEFAULT_TOP,
  };
  const worker = new Worker(new URL('capture-worker.mjs', import.meta.url), { workerData: task });
  const stop = stopper(worker, command);
  try {
    return await follow(worker, command);
  } finally {
    stop.release();
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A signal asks the worker to end; a second one, or a worker that hangs, ends it. */
function stopper(worker: Worker, command: ListenCommand): { release(): void } {
  let asked = false;
  let deadline: NodeJS.Timeout | undefined;
  const end = (): void => void worker.terminate();
  const ask = (): void => {
    if (asked) {
      end();
      return;
    }
    asked = true;
    const out = summaryStream(command);
    const request: StopRequest = {
      kind: 'stop',
      width: out.columns || DEFAULT_WIDTH,
      colors: wantsColors(out.isTTY === true, process.env),
    };
    worker.postMessage(request);
    deadline = setTimeout(end, STOP_WITHIN_MS);
  };
  const duration =
    command.durationSeconds === null ? undefined : setTimeout(ask, command.durationSeconds * 1000);
  for (const signal of SIGNALS) process.on(signal, ask);
  return {
    release() {
      clearTimeout(duration);
      clearTimeout(deadline);
      for (const signal of SIGNALS) process.off(signal, ask);
    },
  };
}

function follow(worker: Worker, command: ListenCommand): Promise<number> {
  const { lang, json, quiet } = command;
  const isTerminal = process.stdout.isTTY === true;
  const screen = new LiveScreen(process.stdout, { lang, colors: wantsColors(isTerminal, process.env) });
  const isDrawn = isTerminal && !json && !quiet;
  const redraw = (): void => screen.redraw();
  if (isDrawn) process.stdout.on('resize', redraw);
  return new Promise((resolve, reject) => {
    let code: number | null = null;
    let writing = Promise.resolve();
    const handle = (message: WorkerMessage): void => {
      switch (message.kind) {
        case 'started':
          if (!quiet && !json) screen.waiting(command.interfaces);
          break;
        case 'snapshot':
          if (json) writeLine(JSON.stringify(message.snapshot), lang);
          else if (isDrawn) screen.draw(message.snapshot);
          else if (!quiet) writeLine(snapshotLine(message.snapshot, lang), lang);
          break;
        case 'interface':
          if (isDrawn) screen.event(message);
          else complain(word(`listen.${message.event}`, lang, { name: message.name }));
          break;
        case 'finished':
          screen.leave();
          code = EXIT.ok;
          setTimeout(() => process.exit(EXIT.ok), WRITE_WITHIN_MS).unref();
          writing = writeChunks(summaryStream(command), textChunks(message.lines.map((line) => `${line}\n`)));
          break;
        case 'failed':
          screen.leave();
          complain(inRawWords(message.said, lang));
          code = message.exitCode;
          break;
      }
    };
    worker.on('message', handle);
    worker.on('error', (error) => {
      screen.leave();
      reject(error);
    });
    worker.on('exit', () => {
      process.stdout.off('resize', redraw);
      screen.leave();
      if (code === null) complain(word('listen.noSummary', lang));
      writing.then(() => resolve(code ?? EXIT.failure), reject);
    });
  });
}

let isUnread = false;

/** One line of output, unless nobody reads it: memory stays bounded, and the capture goes on. */
function writeLine(line: string, lang: Lang): void {
  if (process.stdout.writableLength < MAX_UNREAD_BYTES) {
    isUnread = false;
    process.stdout.write(`${line}\n`);
    return;
  }
  if (!isUnread) complain(word('listen.unread', lang));
  isUnread = true;
}

/** Where the summary goes: standard error when standard output is for a program. */
function summaryStream({ json }: ListenCommand): NodeJS.WriteStream {
  return json ? process.stderr : process.stdout;
}
