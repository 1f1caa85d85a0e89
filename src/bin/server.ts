import type { Backend } from '../api/deps.ts';
import { DEFAULT_ORGANISATION } from '../api/organisation.ts';
import { EXIT, InputError } from '../base/errors.ts';
import { frenchSpaces } from '../base/french-spaces.ts';
import { inRawWords } from '../model/messages/message.ts';
import { saidOf } from '../model/messages/refusal.ts';
import type { ServerCommand } from './cli/command.ts';
import { createServer, type Server } from './server/create-server.ts';
import { dataFolder, prepareFolder } from './server/data-folder.ts';
import { createLog } from './server/log.ts';
import { isLoopbackListen } from './server/network/own-names.ts';
import { openFiles, type Terminal } from './server/open-files.ts';
import { STOP_WITHIN_MS, type StopSignal, stopSignal } from './server/signals.ts';
import { leaveStandardInput } from './server/standard-input.ts';

/**
 * `vigie server`: until a signal. Exit 0 after a signal, when everything ended well; 1 when it could not start, or did
 * not end within 10 s. Throws InputError when it cannot start.
 */
export async function runServer(command: ServerCommand): Promise<number> {
  leaveStandardInput();
  const folder = dataFolder(command.data, process.env);
  prepareFolder(folder);
  const log = createLog(command.logLevel, process.stderr.isTTY === true);
  const server = createServer(
    {
      folder,
      port: command.port,
      listen: command.listen,
      network: command.network,
      maxUploadBytes: command.maxUploadBytes,
      rates: command.rates,
      postgresUrl: process.env.VIGIE_POSTGRES_URL || null,
      clickhouseUrl: process.env.VIGIE_CLICKHOUSE_URL || null,
    },
    log,
  );
  const readsFiles = command.network.tls?.kind === 'files';
  const signal = stopSignal(readsFiles ? () => void server.http.reload() : null);
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
  await server.listen();
  const backend = await server.open(asked);
  if (backend === null || asked.aborted) return;
  const terminal = terminalOf(command);
  await settle(server, command, backend, terminal);
  const url = server.http.url();
  const token = await backend.accounts.setUp.newToken();
  // After the #: a browser sends it nowhere, and no log has it.
  if (token !== null) process.stdout.write(`set up: ${url}setup#${token}\n`);
  process.stdout.write(`ready: ${url}\n`);
  const siteId = await siteOf(command, backend, terminal);
  const opening = openFiles(command.open, { backend, url, terminal, siteId });
  await startListening(command, backend, terminal, siteId);
  // Files that are being imported when the end is asked for do not hold it up.
  await Promise.race([opening.then(() => untilAsked(asked)), untilAsked(asked)]);
}

/** At the address that was asked for, or on loopback with the reason why. */
async function settle(
  { http }: Server,
  { listen, network }: ServerCommand,
  { accounts }: Backend,
  { say, complain, lang }: Terminal,
): Promise<void> {
  const french = lang === 'fr';
  const isThere = await http.settle(
    async () => !(await accounts.setUp.isNeeded()),
    (url) => process.stdout.write(`${french ? 'écoute maintenant à' : 'now listening at'} ${url}\n`),
  );
  if (!isThere) {
    complain(
      french
        ? frenchSpaces(
            `--listen ${listen} attend le premier administrateur : cette machine seule atteint la console jusque-là. Ouvrez le lien de mise en route ici, ou d’ailleurs par ssh -L, ou lancez « vigie user add » ; le serveur s’ouvre ensuite de lui-même.`,
          )
        : `--listen ${listen} waits for the first administrator: until then only this machine reaches the console. Open the set-up link here, or from elsewhere through ssh -L, or run "vigie user add"; the server then opens by itself.`,
    );
  }
  const certificate = http.certificate();
  if (certificate !== null && network.tls?.kind === 'self-signed') {
    say(`${french ? 'certificat' : 'certificate'}: SHA-256 ${certificate.fingerprint}`);
  }
  const isReadable = network.tls === null && network.trustedProxies.length === 0;
  if (isReadable && !isLoopbackListen(listen)) {
    complain(
      french
        ? frenchSpaces(
            'sans TLS, mots de passe et sessions se lisent sur le réseau : ajoutez --tls self-signed, ou un mandataire avec --trusted-proxy.',
          )
        : 'without TLS, passwords and sessions can be read on the network: add --tls self-signed, or a proxy with --trusted-proxy.',
    );
  }
}

/**
 * The site that what is opened and listened to belongs to. One that is not there is made, and said: it may have been
 * renamed meanwhile, and nobody's network is not listened to for that.
 */
async function siteOf(
  { site: name }: ServerCommand,
  { state }: Backend,
  { say, lang }: Terminal,
): Promise<string | null> {
  if (name === null) return null;
  const { outcome, site } = await state.forOrg(DEFAULT_ORGANISATION).sites.ensure(name);
  if (outcome === 'made')
    say(lang === 'fr' ? frenchSpaces(`nouveau site : ${site.name}`) : `new site: ${site.name}`);
  return site.id;
}

async function startListening(
  { capture }: ServerCommand,
  { listening }: Backend,
  { say, complain, lang }: Terminal,
  siteId: string | null,
): Promise<void> {
  for (const name of capture) {
    try {
      await listening.forOrg(DEFAULT_ORGANISATION).start({ interface: name, siteId });
      say(lang === 'fr' ? `écoute sur ${name}` : `listening on ${name}`);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      complain(inRawWords(saidOf(error), lang));
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
