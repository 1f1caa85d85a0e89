import { Worker } from 'node:worker_threads';
import { EXIT } from '../base/errors.ts';
import { DEFAULT_TOP, wantsColors, writeTerminal } from '../features/analyze/outputs/terminal/terminal.ts';
import { word } from '../features/analyze/outputs/text/words.ts';
import { LiveScreen } from '../features/listen/live-screen.ts';
import type { CaptureTask, WorkerMessage } from '../features/listen/messages.ts';
import { snapshotLine } from '../features/listen/view.ts';
import type { ListenCommand } from './cli/command.ts';

const SUMMARY_CONVERSATIONS = 1000;
/** A worker that does not end by then is ended. */
const STOP_WITHIN_MS = 8000;
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
    maxConversations: SUMMARY_CONVERSATIONS,
  };
  const worker = new Worker(new URL('capture-worker.mjs', import.meta.url), { workerData: task });
  const stop = stopper(worker, command);
  try {
    return await follow(worker, command);
  } finally {
    stop.release();
  }
}

/** Ctrl-C and SIGTERM ask the worker to end; a second one, or a worker that hangs, ends it. */
function stopper(worker: Worker, command: ListenCommand): { release(): void } {
  let asked = false;
  let deadline: NodeJS.Timeout | undefined;
  const ask = (): void => {
    if (asked) {
      void worker.terminate();
      return;
    }
    asked = true;
    worker.postMessage('stop');
    deadline = setTimeout(() => void worker.terminate(), STOP_WITHIN_MS);
  };
  const duration =
    command.durationSeconds === null ? undefined : setTimeout(ask, command.durationSeconds * 1000);
  process.on('SIGINT', ask);
  process.on('SIGTERM', ask);
  return {
    release() {
      clearTimeout(duration);
      clearTimeout(deadline);
      process.off('SIGINT', ask);
      process.off('SIGTERM', ask);
    },
  };
}

function follow(worker: Worker, command: ListenCommand): Promise<number> {
  const { lang } = command;
  const screen = new LiveScreen(process.stdout, {
    lang,
    colors: wantsColors(process.stdout.isTTY === true, process.env),
  });
  const human = command.json ? process.stderr : process.stdout;
  return new Promise((resolve, reject) => {
    let code: number | null = null;
    let writing = Promise.resolve();
    worker.on('message', (message: WorkerMessage) => {
      switch (message.kind) {
        case 'started':
          if (!command.quiet && !command.json) screen.waiting(command.interfaces);
          break;
        case 'snapshot':
          if (command.json) process.stdout.write(`${JSON.stringify(message.snapshot)}\n`);
          else if (command.quiet) break;
          else if (process.stdout.isTTY === true) screen.draw(message.snapshot);
          else process.stdout.write(`${snapshotLine(message.snapshot, lang)}\n`);
          break;
        case 'interface':
          if (!command.json && process.stdout.isTTY === true) screen.event(message);
          else
            process.stderr.write(`vigie: ${word(`listen.${message.event}`, lang, { name: message.name })}\n`);
          break;
        case 'finished':
          screen.leave();
          code = EXIT.ok;
          writing = writeTerminal(
            message.analysis,
            {
              width: human.columns ?? DEFAULT_WIDTH,
              colors: wantsColors(human.isTTY === true, process.env),
              lang,
              top: DEFAULT_TOP,
            },
            human,
          );
          break;
        case 'failed':
          screen.leave();
          process.stderr.write(`vigie: ${message.message}\n`);
          code = message.exitCode;
          break;
      }
    });
    worker.on('error', reject);
    worker.on('exit', () => {
      screen.leave();
      writing.then(() => resolve(code ?? EXIT.failure), reject);
    });
  });
}
