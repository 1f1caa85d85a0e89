import type { Backend } from '../api/deps.ts';
import { DEFAULT_ORGANISATION } from '../api/organisation.ts';
import { EXIT, InputError } from '../base/errors.ts';
import type { ServerCommand } from './cli/command.ts';
import { createServer, type Server } from './server/create-server.ts';
import { dataFolder, prepareFolder } from './server/data-folder.ts';
import { createLog } from './server/log.ts';
import { openFiles, type Terminal } from './server/open-files.ts';
import { STOP_WITHIN_MS, type StopSignal, stopSignal } from './server/signals.ts';

/**
 * `vigie server`: until a signal. Exit 0 after a signal, when everything ended well; 1 when it could not start, or did
 * not end within 10 s. Throws InputError when it cannot start.
 */
export async function runServer(command: ServerCommand): Promise<number> {
  const folder = dataFolder(command.data, process.env);
  prepareFolder(folder);
  const log = createLog(command.logLevel, process.stderr.isTTY === true);
  const server = createServer(
    {
      folder,
      port: command.port,
      listen: command.listen,
      maxUploadBytes: command.maxUploadBytes,
      postgresUrl: process.env.VIGIE_POSTGRES_URL || null,
      clickhouseUrl: process.env.VIGIE_CLICKHOUSE_URL || null,
    },
    log,
  );
  const signal = stopSignal();
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'a defect: the server is being stopped');
    process.exitCode = EXIT.failure;
    if (!signal.asked.aborted) process.kill(process.pid, 'SIGTERM');
  });
  try {
    await serve(server, command, signal);
  } finally {
    const isClean = await server.stop(STOP_WITHIN_MS);
    if (!isClean) process.exitCode = EXIT.failure;
    signal.release();
  }
  const code = Number(process.exitCode ?? EXIT.ok);
  // An engine's thread may be on its way out still: what matters is on the disk.
  setTimeout(() => process.exit(code), 500).unref();
  return code;
}

async function serve(server: Server, command: ServerCommand, { asked }: StopSignal): Promise<void> {
  const url = await server.listen();
  const backend = await server.open(asked);
  if (backend === null || asked.aborted) return;
  const terminal = terminalOf(command);
  const token = await backend.accounts.setUp.newToken();
  // After the #: a browser sends it nowhere, and no log has it.
  if (token !== null) process.stdout.write(`set up: ${url}setup#${token}\n`);
  process.stdout.write(`ready: ${url}\n`);
  const opening = openFiles(command.open, { backend, url, terminal });
  await startListening(command, backend, terminal);
  // Files that are being imported when the end is asked for do not hold it up.
  await Promise.race([opening.then(() => untilAsked(asked)), untilAsked(asked)]);
}

async function startListening(
  { capture }: ServerCommand,
  { listening }: Backend,
  { say, complain, lang }: Terminal,
): Promise<void> {
  for (const name of capture) {
    try {
      await listening.forOrg(DEFAULT_ORGANISATION).start({ interface: name });
      say(lang === 'fr' ? `écoute sur ${name}` : `listening on ${name}`);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      complain(error.message);
    }
  }
}

function terminalOf({ lang, quiet }: ServerCommand): Terminal {
  return {
    say: (line) => {
      if (!quiet) process.stdout.write(`${line}\n`);
    },
    complain: (line) => void process.stderr.write(`vigie: ${line}\n`),
    lang,
    quiet,
    progress: process.stderr,
  };
}

const untilAsked = (asked: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (asked.aborted) resolve();
    else asked.addEventListener('abort', () => resolve(), { once: true });
  });
