/** The built server as a user starts it, on a data folder and a port of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const VIGIE = fileURLToPath(new URL('../../../dist/vigie.mjs', import.meta.url));
const READY = /^ready: (http:\/\/127\.0\.0\.1:\d+)\/?$/m;
/** Not the product's aim: what a machine with other work on it may take. */
const READY_WITHIN_MS = 60_000;
const IMPORTED_WITHIN_MS = 60_000;

export interface RunningServer {
  /** Without a slash at the end. */
  readonly url: string;
  readonly child: ChildProcess;
  /** What it has written so far, both streams. */
  readonly output: () => string;
  /** JSON of `/api/v1/<path>`; throws with the body when it is refused. */
  get<Answer>(path: string): Promise<Answer>;
  /** Waits until no capture is being imported any more. */
  imported(): Promise<void>;
  /** SIGTERM, then its data folder goes. */
  stop(): Promise<void>;
}

export async function startServer(args: readonly string[] = []): Promise<RunningServer> {
  if (!existsSync(VIGIE)) throw new Error('dist/vigie.mjs is missing: run npm run build');
  const folder = mkdtempSync(join(tmpdir(), 'vigie-console-'));
  const child = spawn(process.execPath, [VIGIE, 'server', '--port', '0', '--data', folder, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LANG: 'C', LC_ALL: 'C', NO_COLOR: '1' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (data) => {
      output += data;
    });
  const url = await ready(child, () => output);

  async function get<Answer>(path: string): Promise<Answer> {
    const response = await fetch(`${url}/api/v1/${path}`);
    const body = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${body}`);
    return JSON.parse(body) as Answer;
  }

  return {
    url,
    child,
    output: () => output,
    get,
    async imported() {
      const deadline = Date.now() + IMPORTED_WITHIN_MS;
      for (;;) {
        const { items } = await get<{ items: { status: string }[] }>('captures');
        if (items.length > 0 && items.every(({ status }) => status !== 'importing')) return;
        if (Date.now() > deadline) throw new Error(`still importing: ${JSON.stringify(items)}`);
        await sleep(100);
      }
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const closed = once(child, 'close');
        child.kill('SIGTERM');
        const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
        await closed;
        clearTimeout(timer);
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function ready(child: ChildProcess, output: () => string): Promise<string> {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const [, url] = READY.exec(output()) ?? [];
    if (url !== undefined) return url;
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}: ${output()}`);
    if (Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`the server is not ready: ${output()}`);
    }
    await sleep(50);
  }
}
