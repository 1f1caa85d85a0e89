/**
 * What is under way between the two stores, on disk: neither can take back what the other did. A mark is there before
 * the first row goes to the telemetry store, or before a capture is taken away, and until both stores agree.
 */
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** `import`: rows are kept only if the capture became ready. `remove`: both stores let go of it. */
export type MarkKind = 'import' | 'remove';

export interface Mark {
  readonly kind: MarkKind;
  readonly orgId: string;
  readonly captureId: string;
}

export interface Journal {
  /** Resolves when the mark would outlive a power failure. */
  set(mark: Mark): Promise<void>;
  clear(mark: Mark): Promise<void>;
  list(): Promise<Mark[]>;
}

const NAME = /^([a-z0-9-]+)~([\w.:-]+)\.(import|remove)$/;

/** Marks are empty files in `folder`, which is made when it is first needed. */
export function openJournal(folder: string): Journal {
  const pathOf = ({ kind, orgId, captureId }: Mark) => join(folder, `${orgId}~${captureId}.${kind}`);
  return {
    async set(mark) {
      await mkdir(folder, { recursive: true });
      const file = await open(pathOf(mark), 'w');
      await file.sync().finally(() => file.close());
      const parent = await open(folder, 'r');
      await parent.sync().finally(() => parent.close());
    },
    clear: (mark) => rm(pathOf(mark), { force: true }),
    async list() {
      const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return [];
        throw error;
      });
      const marks: Mark[] = [];
      for (const name of names.sort()) {
        const [, orgId, captureId, kind] = NAME.exec(name) ?? [];
        if (kind === 'import' || kind === 'remove') marks.push({ kind, orgId, captureId });
      }
      return marks;
    },
  };
}
