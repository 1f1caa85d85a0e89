/** Starts `server-child.ts`, and what it has said so far. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
import { type Bundles, bundleScripts } from '../fixtures/workers.ts';
import type { Command, Said } from './server-child.ts';

const WITHIN_MS = 60_000;

export type SaidOf<Name extends Said['said']> = Extract<Said, { said: Name }>;

export interface ServerProcess {
  readonly child: ChildProcess;
  all<Name extends Said['said']>(name: Name): SaidOf<Name>[];
  last<Name extends Said['said']>(name: Name): SaidOf<Name> | null;
  /** Sends the command and waits until it is done; rejects with what it said instead. */
  tell(command: Command): Promise<void>;
  until(condition: () => boolean, what: string): Promise<void>;
  kill(): Promise<void>;
  /** Ends it as a server ends; gives how long that took. */
  end(): Promise<number>;
}

export const bundleServer = (): Promise<Bundles> =>
  bundleScripts('test/live/server-child.ts', 'src/bin/import-worker.ts', 'src/bin/live-worker.ts');

/** `namespace`: of ip-netns, or `null`. `through`: a program that starts it. */
export async function startServer(
  bundles: Bundles,
  dataFolder: string,
  namespace: string | null,
  through: readonly string[] = [],
): Promise<ServerProcess> {
  const node = [
    ...through,
    process.execPath,
    bundles.pathOf('test/live/server-child.ts'),
    dataFolder,
    bundles.folder,
  ];
  const command = namespace === null ? node : ['ip', 'netns', 'exec', namespace, ...node];
  // Commands come by a pipe of their own: what waits on standard input, chDB takes for rows.
  const child = spawn(command[0], command.slice(1), { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  const commands = child.stdio[3] as Writable;
  const said: Said[] = [];
  let errors = '';
  let isOver = false;
  let changed = () => {};
  commands.on('error', () => {});
  child.stderr!.on('data', (chunk) => {
    errors += chunk;
  });
  createInterface({ input: child.stdout! }).on('line', (line) => {
    said.push(JSON.parse(line) as Said);
    changed();
  });
  const closed = new Promise<void>((resolve) => {
    child.on('close', () => {
      isOver = true;
      changed();
      resolve();
    });
  });
  const all = <Name extends Said['said']>(name: Name) =>
    said.filter((it): it is SaidOf<Name> => it.said === name);
  async function until(condition: () => boolean, what: string): Promise<void> {
    const deadline = performance.now() + WITHIN_MS;
    while (!condition()) {
      if (isOver || performance.now() > deadline) {
        const tail = said.slice(-5).map((it) => JSON.stringify(it));
        throw new Error(`the server did not reach '${what}'${isOver ? ' and ended' : ''}: ${tail} ${errors}`);
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 100);
        changed = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
  async function tell(command: Command): Promise<void> {
    const before = { done: all('done').length, errors: all('error').length };
    commands.write(`${JSON.stringify(command)}\n`);
    await until(
      () => all('done').length > before.done || all('error').length > before.errors,
      `done: ${command.do}`,
    );
    const error = all('error')[before.errors];
    if (error !== undefined) throw new Error(error.message);
  }
  await until(() => all('ready').length > 0, 'ready');
  return {
    child,
    all,
    last: (name) => all(name).at(-1) ?? null,
    tell,
    until,
    async kill() {
      child.kill('SIGKILL');
      await closed;
    },
    async end() {
      const start = performance.now();
      await tell({ do: 'end' });
      await closed;
      return performance.now() - start;
    },
  };
}
