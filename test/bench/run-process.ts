/** Runs a program to its end and says what it took. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Run {
  readonly wallMs: number;
  /** User and system time of all its threads. NaN where GNU time is missing. */
  readonly cpuMs: number;
  /** Largest resident set. NaN where GNU time is missing. */
  readonly peakRssMb: number;
  readonly exitCode: number | null;
  readonly timedOut: boolean;
  /** Standard output and error together, at most `OUTPUT_LIMIT` characters of it. */
  readonly output: string;
}

const OUTPUT_LIMIT = 1 << 20;
const GNU_TIME = '/usr/bin/time';

/** Whether a program can be started at all. */
export function installed(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v "${program}"`]).status === 0;
}

/**
 * GNU time reads the kernel's own account of the process (wait4), so nothing is missed between samples, and
 * the small `time` process in between keeps this one's memory out of the child's maximum.
 * Standard output goes to `stdoutTo` when given (a file descriptor).
 */
export async function measure(
  command: readonly string[],
  options: { timeoutMs: number; stdoutTo?: number; cwd?: string },
): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-run-'));
  const account = join(folder, 'time');
  const hasTime = installed(GNU_TIME);
  const [program, ...args] = hasTime
    ? [GNU_TIME, '-q', '-o', account, '-f', '%U %S %M', ...command]
    : command;
  let output = '';
  const started = performance.now();
  // A group of its own, so that a timeout ends GNU time and the program under it.
  const child: ChildProcess = spawn(program, args, {
    cwd: options.cwd ?? folder,
    detached: true,
    stdio: ['ignore', options.stdoutTo ?? 'pipe', 'pipe'],
  });
  const collect = (chunk: string) => {
    if (output.length < OUTPUT_LIMIT) output += chunk;
  };
  child.stdout?.setEncoding('utf8').on('data', collect);
  child.stderr?.setEncoding('utf8').on('data', collect);
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, options.timeoutMs);
  try {
    const ended = new Promise<{ code: number | null; wallMs: number }>((resolve, reject) => {
      let wallMs = 0;
      child.once('exit', () => {
        wallMs = performance.now() - started;
      });
      child.once('close', (code) => resolve({ code, wallMs }));
      child.once('error', reject);
    });
    const { code, wallMs } = await ended;
    const [user, system, rssKb] =
      hasTime && !timedOut ? readFileSync(account, 'utf8').trim().split(' ').map(Number) : [];
    return {
      wallMs,
      cpuMs: user === undefined ? Number.NaN : (user + system) * 1000,
      peakRssMb: rssKb === undefined ? Number.NaN : (rssKb * 1024) / 1e6,
      exitCode: code,
      timedOut,
      output,
    };
  } finally {
    clearTimeout(timer);
    rmSync(folder, { recursive: true, force: true });
  }
}
