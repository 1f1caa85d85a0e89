/** Files of captures, to analyse them again: uploads are ours and go with their capture; others stay where they lie. */

import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { resolve as absolute, dirname, join } from 'node:path';
import { type Message, say } from '../../model/messages/message.ts';
import { Refusal } from '../../model/messages/refusal.ts';
import type { Capture, CaptureFile } from '../../store/state/captures/capture.ts';
import type { StateStore } from '../../store/state/open.ts';
import { type FileFacts, fileFacts } from './file-facts.ts';

export interface KeptFilesNeeds {
  readonly state: StateStore;
  /** Files right in this folder are ours once they are taken. */
  readonly uploadsFolder: string | null;
  /** Where they are kept, a file for each capture; `null`: not at all. */
  readonly capturesFolder: string | null;
}

export interface KeptFiles {
  /** Takes the file for the capture, and gives where it lies from then on. */
  take(orgId: string, capture: Capture, path: string): Promise<string>;
  /** Removes a file that no capture has; one that is not ours stays. */
  discard(path: string): Promise<void>;
  /** Lets go of the file of a capture; one that is not ours stays. */
  release(orgId: string, captureId: string): Promise<void>;
  /** Where the capture's file lies. Throws InputError, which names the capture, when it is not there as it was. */
  find(orgId: string, capture: Capture): Promise<{ readonly path: string; readonly facts: FileFacts }>;
  /** Removes what no capture has: of processes that died. */
  sweep(): Promise<void>;
}

const NAME = /^[\w-]{1,64}\.capture$/;

export function createKeptFiles({ state, uploadsFolder, capturesFolder }: KeptFilesNeeds): KeptFiles {
  const isIn = (folder: string | null, path: string): boolean =>
    folder !== null && dirname(absolute(path)) === absolute(folder);
  const isUpload = (path: string): boolean => isIn(uploadsFolder, path);
  const pathOf = ({ path, isKept }: CaptureFile): string | null => {
    if (!isKept) return path;
    return capturesFolder !== null && NAME.test(path) ? join(capturesFolder, path) : null;
  };

  async function discard(path: string): Promise<void> {
    if (isUpload(path) || isIn(capturesFolder, path)) await rm(path, { force: true });
  }

  return {
    discard,
    async take(orgId, { id, kind }, path) {
      const { captures } = state.forOrg(orgId);
      if (kind === 'live') return path;
      if (!isUpload(path)) {
        await captures.keepFile(id, { path: absolute(path), isKept: false });
        return path;
      }
      if (capturesFolder === null) return path;
      const name = `${id}.capture`;
      const kept = join(capturesFolder, name);
      await mkdir(capturesFolder, { recursive: true, mode: 0o700 });
      await captures.keepFile(id, { path: name, isKept: true });
      await rename(path, kept);
      const folder = await open(capturesFolder, 'r');
      await folder.sync().finally(() => folder.close());
      return kept;
    },
    async release(orgId, captureId) {
      const { captures } = state.forOrg(orgId);
      const file = await captures.fileOf(captureId);
      if (file?.isKept !== true) return;
      const path = pathOf(file);
      if (path !== null) await rm(path, { force: true });
      await captures.keepFile(captureId, null);
    },
    async find(orgId, { id, name, kind, sizeBytes }) {
      const file = await state.forOrg(orgId).captures.fileOf(id);
      const path = file === null ? null : pathOf(file);
      if (path === null) {
        throw new Refusal(say(kind === 'live' ? 'import.no-live-file' : 'import.no-file', { name }));
      }
      const facts = await fileFacts(path, name, Number.POSITIVE_INFINITY).catch((error: unknown) => {
        const reason = error instanceof Refusal ? error.said : messageOf(error);
        throw new Refusal(say('import.file-gone', { reason }));
      });
      if (facts.sizeBytes !== sizeBytes)
        throw changed(name, say('import.bytes', { bytes: sizeBytes ?? 0 }), `${facts.sizeBytes}`);
      return { path, facts };
    },
    async sweep() {
      if (capturesFolder === null) return;
      const names = await readdir(capturesFolder).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return [];
        throw error;
      });
      if (names.length === 0) return;
      const known = new Set<string>();
      for (const { id } of await state.organisations.list()) {
        for (const capture of await state.forOrg(id).captures.list()) {
          if (capture.keptBytes !== null) known.add(`${capture.id}.capture`);
        }
      }
      for (const name of names) {
        if (NAME.test(name) && !known.has(name)) await rm(join(capturesFolder, name), { force: true });
      }
    },
  };
}

/** The file is another one than was imported. */
export const changed = (name: string, expected: string | Message, found: string): Refusal =>
  new Refusal(say('import.file-changed', { name, expected, found }));

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
