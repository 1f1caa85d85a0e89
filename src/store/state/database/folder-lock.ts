import { randomUUID } from 'node:crypto';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { InputError } from '../../../base/errors.ts';

/**
 * One server per data folder, without native locks: the holder's file is `vigie.lock.<n>`, made whole by link(2).
 * Whoever finds only dead holders makes the next number, so nobody ever removes a lock that might be alive. After that
 * it looks again: of two that raced past each other at least one sees the other, and gives way.
 */
const PATTERN = /^vigie\.lock\.(\d+)$/;
/** A holder on another machine (shared folder, other container) is believed alive for this long after its last sign. */
const SIGN_EVERY_MS = 5_000;
const SILENT_AFTER_MS = 30_000;

interface Holder {
  readonly pid: number;
  /** Clock ticks from boot to the start of the process; `null` where /proc is not there. Tells reused pids apart. */
  readonly started: string | null;
  /** Boot and process namespace: within the same one, a pid can be asked for. */
  readonly place: string;
  readonly token: string;
}

export interface FolderLock {
  /** Gives the folder free. Twice does nothing. */
  release(): void;
}

/** Takes the folder, creating it when it is not there. Throws one sentence when a living server has it. */
export function lockFolder(folder: string): FolderLock {
  mkdirSync(folder, { recursive: true });
  const me: Holder = {
    pid: process.pid,
    started: startOf(process.pid),
    place: placeOf(),
    token: randomUUID(),
  };
  const draft = join(folder, `.vigie.lock.${me.token}`);
  writeFileSync(draft, JSON.stringify(me));
  try {
    const path = take(folder, draft, me);
    const sign = setInterval(() => {
      const now = new Date();
      if (existsSync(path)) utimesSync(path, now, now);
    }, SIGN_EVERY_MS);
    sign.unref();
    return {
      release() {
        clearInterval(sign);
        rmSync(path, { force: true });
      },
    };
  } finally {
    rmSync(draft, { force: true });
  }
}

function take(folder: string, draft: string, me: Holder): string {
  const before = locksIn(folder);
  for (const lock of before) refuseIfAlive(folder, lock);
  const path = join(folder, `vigie.lock.${(before.at(-1)?.number ?? 0) + 1}`);
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw refusal(folder, readHolder(path));
  }
  try {
    for (const lock of locksIn(folder)) {
      if (lock.holder?.token !== me.token) refuseIfAlive(folder, lock);
    }
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
  for (const { path: stale } of before) rmSync(stale, { force: true });
  return path;
}

interface Lock {
  readonly number: number;
  readonly path: string;
  /** `null`: it went away, or is no lock of ours. */
  readonly holder: Holder | null;
}

function locksIn(folder: string): Lock[] {
  return readdirSync(folder)
    .map((name) => ({ name, match: PATTERN.exec(name) }))
    .flatMap(({ name, match }) =>
      match === null ? [] : [{ path: join(folder, name), number: Number(match[1]) }],
    )
    .map(({ path, number }) => ({ path, number, holder: readHolder(path) }))
    .sort((a, b) => a.number - b.number);
}

function readHolder(path: string): Holder | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch {
    return null;
  }
}

function refuseIfAlive(folder: string, { path, holder }: Lock): void {
  if (holder !== null && isAlive(holder, path)) throw refusal(folder, holder);
}

function refusal(folder: string, holder: Holder | null): InputError {
  const who = holder === null ? '' : ` (process ${holder.pid})`;
  return new InputError(
    `${resolve(folder)}: another Vigie server is using this data folder${who}; stop it, or choose another with --data`,
  );
}

function isAlive(holder: Holder, path: string): boolean {
  if (holder.place !== placeOf()) return Date.now() - lastSign(path) < SILENT_AFTER_MS;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: it is there, and belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return holder.started === startOf(holder.pid);
}

function lastSign(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Field 22 of proc_pid_stat(5); the name in field 2 may hold spaces and brackets. A zombie is dead. */
function startOf(pid: number): string | null {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat === null) return null;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? 'dead' : fields[19];
}

function placeOf(): string {
  const boot = readText('/proc/sys/kernel/random/boot_id')?.trim() ?? hostname();
  const namespace = statSync('/proc/self/ns/pid', { throwIfNoEntry: false })?.ino ?? 0;
  return `${boot}/${namespace}`;
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
