/** Two network namespaces joined by a veth pair, and programs of ours run inside them. Needs root. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { buildSync } from 'esbuild';
import type { Answer, Order } from './capture-child.ts';

/** The bench runner bundles this file elsewhere, and says where it came from. */
const root = process.env.VIGIE_ROOT ?? path.resolve(import.meta.dirname, '../..');
/** Inside node_modules, so that a bundle there finds koffi. */
const bundles = path.join(root, `node_modules/.cache/vigie-live-${process.pid}`);

/** Why these tests cannot run here, `null` when they can. */
export function obstacle(): string | null {
  if (process.platform !== 'linux') return 'network namespaces are Linux';
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  for (const tool of [
    ['ip', '-V'],
    ['tcpreplay', '--version'],
    ['tcpdump', '--version'],
  ]) {
    try {
      execFileSync(tool[0], [tool[1]], { stdio: 'ignore' });
    } catch {
      return `${tool[0]} is not installed`;
    }
  }
  const probe = `vgprobe${process.pid}`;
  try {
    execFileSync('ip', ['netns', 'add', probe], { stdio: 'ignore' });
    execFileSync('ip', ['netns', 'del', probe], { stdio: 'ignore' });
    return null;
  } catch {
    return 'network namespaces cannot be created here';
  }
}

export interface Namespaces {
  /** Holds `cap0`, and nothing that would send by itself: no address, no IPv6. */
  readonly capture: string;
  /** Holds `snd0`. */
  readonly sender: string;
  /** Runs a program in one of them and returns what it printed. */
  run(namespace: string, ...command: string[]): string;
  /** (Re-)creates the veth pair, up. */
  connect(): void;
  /** Packets `cap0` has sent since it was created. */
  sentByCapture(): number;
  destroy(): void;
}

export function createNamespaces(name: string): Namespaces {
  const capture = `vg${process.pid}${name}c`;
  const sender = `vg${process.pid}${name}s`;
  const ip = (...args: string[]) => execFileSync('ip', args, { encoding: 'utf8', stdio: 'pipe' });
  const run = (namespace: string, ...command: string[]) => ip('netns', 'exec', namespace, ...command);
  const namespaces: Namespaces = {
    capture,
    sender,
    run,
    connect() {
      const pair = ['link', 'add', 'cap0', 'mtu', '9000', 'netns', capture, 'type', 'veth'];
      ip(...pair, 'peer', 'name', 'snd0', 'mtu', '9000', 'netns', sender);
      // up on the sending side first: what either kernel might say on coming up is over before captures begin
      ip('-n', sender, 'link', 'set', 'snd0', 'up');
      ip('-n', capture, 'link', 'set', 'cap0', 'up');
    },
    sentByCapture() {
      const [link] = JSON.parse(ip('-n', capture, '-j', '-s', 'link', 'show', 'cap0'));
      return link.stats64.tx.packets;
    },
    destroy() {
      for (const namespace of [capture, sender]) {
        try {
          ip('netns', 'del', namespace);
        } catch {
          // was never made
        }
      }
    },
  };
  try {
    for (const namespace of [capture, sender]) {
      ip('netns', 'add', namespace);
      for (const scope of ['all', 'default'])
        run(namespace, 'sh', '-c', `echo 1 > /proc/sys/net/ipv6/conf/${scope}/disable_ipv6`);
    }
    namespaces.connect();
  } catch (error) {
    namespaces.destroy();
    throw error;
  }
  return namespaces;
}

/** A veth pair whose near end is in the namespace of the tests, so that a server on its loopback can listen on it. */
export interface Tap {
  readonly name: string;
  /** Sends the frames of a capture from the far end. */
  replay(path: string, packetsPerSecond: number): void;
  /** Packets that the near end has sent. */
  sent(): number;
  destroy(): void;
}

/** The near end has no address and no IPv6: nothing but a program would send on it. */
export function createTap(name: string): Tap {
  const near = `vgt${process.pid % 100_000}${name}`;
  const sender = `${near}s`;
  const ip = (...args: string[]) => execFileSync('ip', args, { encoding: 'utf8', stdio: 'pipe' });
  const destroy = () => {
    for (const args of [
      ['link', 'del', near],
      ['netns', 'del', sender],
    ]) {
      try {
        ip(...args);
      } catch {
        // was never made, or went with the other end
      }
    }
  };
  try {
    ip('netns', 'add', sender);
    ip('netns', 'exec', sender, 'sh', '-c', 'echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6');
    ip('link', 'add', near, 'type', 'veth', 'peer', 'name', 'snd0', 'netns', sender);
    writeFileSync(`/proc/sys/net/ipv6/conf/${near}/disable_ipv6`, '1');
    ip('-n', sender, 'link', 'set', 'snd0', 'up');
    ip('link', 'set', near, 'up');
  } catch (error) {
    destroy();
    throw error;
  }
  return {
    name: near,
    replay: (path, packetsPerSecond) =>
      void ip(
        ...['netns', 'exec', sender, 'tcpreplay', '-q', '--pps', `${packetsPerSecond}`, '-i', 'snd0', path],
      ),
    sent: () => JSON.parse(ip('-j', '-s', 'link', 'show', near))[0].stats64.tx.packets,
    destroy,
  };
}

/** Bundles a script of ours so that Node runs it, and returns the bundle's path. */
export function bundle(script: string): string {
  mkdirSync(bundles, { recursive: true });
  const outfile = path.join(bundles, `${path.basename(script, '.ts')}.mjs`);
  buildSync({
    entryPoints: [path.resolve(root, script)],
    outfile,
    bundle: true,
    minifySyntax: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    external: ['koffi'],
    logLevel: 'error',
  });
  return outfile;
}

export function removeBundles(): void {
  rmSync(bundles, { recursive: true, force: true });
}

/** The capture child, and what it has said so far. */
export interface CaptureChild {
  readonly answers: readonly Answer[];
  /** Frames as hexadecimal text, in order. */
  readonly frames: readonly string[];
  readonly events: readonly string[];
  tell(command: 'resume' | 'statistics' | 'stop'): void;
  /** Waits until `condition` holds; fails after ten seconds with what was said. */
  until(condition: () => boolean, what: string): Promise<void>;
  /** The next statistics. */
  statistics(): Promise<{ received: number; dropped: number; freezes: number }>;
  /** Stops it and waits for its end. */
  stop(): Promise<void>;
}

/** Starts the capture child in a namespace (`null`: in none of them, as an unprivileged user). */
export async function startCapture(namespace: string | null, order: Order): Promise<CaptureChild> {
  const script = bundle('test/live/capture-child.ts');
  const node = [process.execPath, '--expose-gc', script, JSON.stringify(order)];
  const child: ChildProcess =
    namespace === null
      ? spawn(node[0], node.slice(1), { uid: 65534, gid: 65534, stdio: ['pipe', 'pipe', 'pipe'] })
      : spawn('ip', ['netns', 'exec', namespace, ...node], { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin?.on('error', () => {}); // told to stop after it ended
  const answers: Answer[] = [];
  let errors = '';
  let ended = false;
  child.stderr?.on('data', (chunk) => {
    errors += chunk;
  });
  if (child.stdout === null) throw new Error('no standard output');
  createInterface({ input: child.stdout }).on('line', (line) => answers.push(JSON.parse(line)));
  const exit = new Promise<void>((resolve) => {
    child.on('close', () => {
      ended = true;
      resolve();
    });
  });
  const until = async (condition: () => boolean, what: string) => {
    const deadline = performance.now() + 30_000;
    while (!condition()) {
      if (performance.now() > deadline || ended) {
        const said = JSON.stringify(answers).slice(0, 2000);
        throw new Error(
          `the capture child did not reach '${what}'${ended ? ' and ended' : ''}: ${said} ${errors}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const capture: CaptureChild = {
    answers,
    get frames() {
      return answers.flatMap((answer) => ('frame' in answer ? [answer.frame] : []));
    },
    get events() {
      return answers.flatMap((answer) => ('event' in answer ? [answer.event] : []));
    },
    tell: (command) => void child.stdin?.write(`${command}\n`),
    until,
    async statistics() {
      const seen = () => answers.flatMap((answer) => ('statistics' in answer ? [answer.statistics] : []));
      const before = seen().length;
      capture.tell('statistics');
      await until(() => seen().length > before, 'statistics');
      return seen()[before];
    },
    async stop() {
      if (!ended) capture.tell('stop');
      const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
      await exit;
      clearTimeout(timer);
    },
  };
  await until(() => answers.some((answer) => 'started' in answer || 'error' in answer), 'start');
  return capture;
}
