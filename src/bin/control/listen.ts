/**
 * The door for the command line while the server runs: a socket in the data folder, for its owner alone. One line of JSON
 * asks, one answers. Whoever can open it could read the data as well: nothing else is asked for.
 */
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { InputError } from '../../base/errors.ts';
import { type Desk, perform } from './operations.ts';
import { socketPath } from './socket-path.ts';

export interface Question {
  readonly operation: string;
  readonly params: unknown;
}
export type Answer = { readonly result: unknown } | { readonly error: string; readonly isInput: boolean };

export const LONGEST_LINE_BYTES = 64 * 1024;
const IDLE_MS = 30_000;
const MOST_CONNECTIONS = 16;
const OWNER_ONLY = 0o600;

export interface Control {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** `defect` hears of what is no fault of the asker. */
export function createControl(folder: string, desk: () => Desk, defect: (error: unknown) => void): Control {
  let server: Server | null = null;
  const open = new Set<Socket>();

  async function answer(line: string): Promise<Answer> {
    try {
      const { operation, params } = JSON.parse(line) as Question;
      return { result: (await perform(desk(), String(operation), params)) ?? null };
    } catch (error) {
      if (error instanceof InputError || error instanceof SyntaxError)
        return { error: error.message, isInput: true };
      defect(error);
      return { error: 'the server could not do it; its log says why', isInput: false };
    }
  }

  function serve(socket: Socket): void {
    open.add(socket);
    let text = '';
    socket.setEncoding('utf8').setTimeout(IDLE_MS, () => socket.destroy());
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.on('data', (piece: string) => {
      text += piece;
      const end = text.indexOf('\n');
      if (end < 0) {
        if (text.length > LONGEST_LINE_BYTES) socket.destroy();
        return;
      }
      socket.removeAllListeners('data');
      // What was asked may take long: a log of millions of rows, thousands of secrets.
      socket.setTimeout(0);
      void answer(text.slice(0, end)).then((said) => socket.end(`${JSON.stringify(said)}\n`));
    });
  }

  return {
    async start() {
      const { path, release } = socketPath(folder);
      // We hold the folder: whoever left it there is dead.
      rmSync(path, { force: true });
      const made = createServer(serve);
      made.maxConnections = MOST_CONNECTIONS;
      const before = process.umask(0o177);
      try {
        const bound = new Promise<void>((resolve, reject) => {
          made.once('error', reject);
          made.listen(path, resolve);
        });
        // Bound in the call, under this mask: nobody else gets in between.
        process.umask(before);
        await bound;
        chmodSync(path, OWNER_ONLY);
        server = made;
      } finally {
        process.umask(before);
        release();
      }
    },
    async stop() {
      const closed = new Promise<void>((resolve) =>
        server === null ? resolve() : server.close(() => resolve()),
      );
      for (const socket of open) socket.end();
      const timer = setTimeout(() => {
        for (const socket of open) socket.destroy();
      }, 500);
      await closed;
      clearTimeout(timer);
      const { path, release } = socketPath(folder);
      rmSync(path, { force: true });
      release();
    },
  };
}
