/** Where each chain ends: signed in the database, and remembered in a file outside it. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';

export interface Head {
  readonly seq: number;
  readonly hash: string;
}
export interface SignedHead extends Head {
  /** HMAC-SHA-256 in hexadecimal; `null`: written without a key, or after one that was not ours. */
  readonly mac: string | null;
  readonly keyId: string | null;
}

export interface HeadKey {
  readonly id: string;
  readonly bytes: Buffer;
}
/** The current one signs; older ones are still believed. */
export interface HeadKeys {
  readonly current: HeadKey;
  readonly older: readonly HeadKey[];
}

export function sign({ id, bytes }: HeadKey, chain: string, { seq, hash }: Head): SignedHead {
  return { seq, hash, mac: hmac(bytes, ['vigie-audit-head-1', chain, seq, hash]), keyId: id };
}

export function isSigned({ current, older }: HeadKeys, chain: string, head: SignedHead): boolean {
  const key = [current, ...older].find(({ id }) => id === head.keyId);
  if (key === undefined || head.mac === null) return false;
  return isSame(sign(key, chain, head).mac ?? '', head.mac);
}

const hmac = (key: Buffer, what: unknown): string =>
  createHmac('sha256', key).update(JSON.stringify(what)).digest('hex');

function isSame(a: string, b: string): boolean {
  const [one, two] = [Buffer.from(a), Buffer.from(b)];
  return one.length === two.length && timingSafeEqual(one, two);
}

const WRITE_AFTER_MS = 500;

interface FileContents {
  readonly heads: Readonly<Record<string, Head>>;
  readonly keyId: string | null;
  readonly mac: string | null;
}

/**
 * The newest head of each chain that is known to be on the disk. The file lags behind the table a little, and is never
 * ahead of it: what it names must be there.
 */
export class HeadsFile {
  readonly #path: string | null;
  readonly #keys: HeadKeys | null;
  readonly #known: Map<string, Head>;
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();
  /** Why the file is not to be believed; `null`: it is, or there is none yet. */
  readonly problem: string | null;

  /** `path` of `null`: nothing outlives the process. */
  constructor(path: string | null, keys: HeadKeys | null) {
    this.#path = path;
    this.#keys = keys;
    const { heads, problem } = path === null ? { heads: {}, problem: null } : read(path, keys);
    this.#known = new Map(Object.entries(heads));
    this.problem = problem;
  }

  get(chain: string): Head | null {
    return this.#known.get(chain) ?? null;
  }

  chains(): string[] {
    return [...this.#known.keys()];
  }

  /** After the commit. */
  note(chain: string, head: Head): void {
    const known = this.#known.get(chain);
    if (known !== undefined && known.seq >= head.seq) return;
    this.#known.set(chain, { seq: head.seq, hash: head.hash });
    if (this.#path === null) return;
    this.#timer ??= setTimeout(() => void this.flush().catch(() => {}), WRITE_AFTER_MS).unref();
  }

  /** On the disk when it resolves. */
  flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const path = this.#path;
    if (path === null) return Promise.resolve();
    this.#writing = this.#writing.catch(() => {}).then(() => this.#write(path));
    return this.#writing;
  }

  async #write(path: string): Promise<void> {
    const heads = Object.fromEntries([...this.#known].sort(([a], [b]) => (a < b ? -1 : 1)));
    const key = this.#keys?.current;
    const contents: FileContents = {
      heads,
      keyId: key?.id ?? null,
      mac: key === undefined ? null : macOfFile(key, heads),
    };
    const draft = `${path}.draft`;
    const handle = await open(draft, 'w', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(contents)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, path);
  }
}

const macOfFile = ({ bytes }: HeadKey, heads: FileContents['heads']): string =>
  hmac(bytes, [
    'vigie-audit-heads-file-1',
    Object.entries(heads).map(([chain, { seq, hash }]) => [chain, seq, hash]),
  ]);

function read(
  path: string,
  keys: HeadKeys | null,
): { readonly heads: FileContents['heads']; readonly problem: string | null } {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { heads: {}, problem: null };
    throw error;
  }
  try {
    const { heads, keyId, mac } = JSON.parse(text) as FileContents;
    const key = keys === null ? null : [keys.current, ...keys.older].find(({ id }) => id === keyId);
    const isOurs = keys === null || (key && mac !== null && isSame(macOfFile(key, heads), mac));
    return isOurs ? { heads, problem: null } : { heads, problem: 'its signature does not fit' };
  } catch {
    return { heads: {}, problem: 'it cannot be read' };
  }
}
