/** Saving with If-Match: what somebody else changed meanwhile is shown, and what was typed is kept. */
import { useState } from 'react';
import { ApiProblem } from '../../data/problem.ts';

export interface Save<Thing, Change> {
  readonly saving: boolean;
  /** Of what is shown now. Who types takes it at the beginning: the page may learn of changes meanwhile. */
  readonly version: number;
  /** Why it was not saved, other than a conflict. */
  readonly error: unknown;
  /** Somebody else changed it: how it is now, and what was to be saved. */
  readonly conflict: { readonly theirs: Thing; readonly mine: Change } | null;
  /** True when it is saved. `since` is the version that the change was made to; else the one that is shown. */
  readonly save: (change: Change, since?: number) => Promise<boolean>;
  /** Saves over the conflict. */
  readonly overwrite: () => Promise<boolean>;
  /** Leaves it as others have it. */
  readonly giveUp: () => void;
}

interface SaveDeps<Thing, Change> {
  /** Of what is shown. */
  readonly version: number;
  readonly patch: (change: Change, version: number) => Promise<unknown>;
  /** How it is now; also shown from then on. */
  readonly reload: () => Promise<Thing>;
}

type Outcome<Thing, Change> =
  | { readonly outcome: 'saved' }
  | { readonly outcome: 'conflict'; readonly conflict: { readonly theirs: Thing; readonly mine: Change } }
  | { readonly outcome: 'refused'; readonly error: unknown };

/** One attempt. Never rejects. */
export async function trySave<Thing, Change>(
  change: Change,
  version: number,
  { patch, reload }: Omit<SaveDeps<Thing, Change>, 'version'>,
): Promise<Outcome<Thing, Change>> {
  try {
    await patch(change, version);
    return { outcome: 'saved' };
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.code !== 'changed-meanwhile')
      return { outcome: 'refused', error };
  }
  try {
    return { outcome: 'conflict', conflict: { theirs: await reload(), mine: change } };
  } catch (error) {
    return { outcome: 'refused', error };
  }
}

export function useSave<Thing extends { readonly version: number }, Change>(
  deps: SaveDeps<Thing, Change>,
): Save<Thing, Change> {
  const { version } = deps;
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [conflict, setConflict] = useState<Save<Thing, Change>['conflict']>(null);

  async function attempt(change: Change, since: number): Promise<boolean> {
    setSaving(true);
    const result = await trySave(change, since, deps);
    setError(result.outcome === 'refused' ? result.error : null);
    if (result.outcome !== 'refused') setConflict(result.outcome === 'conflict' ? result.conflict : null);
    setSaving(false);
    return result.outcome === 'saved';
  }

  return {
    saving,
    version,
    error,
    conflict,
    save: (change, since = version) => attempt(change, since),
    overwrite: async () => conflict !== null && attempt(conflict.mine, conflict.theirs.version),
    giveUp: () => {
      setConflict(null);
      setError(null);
    },
  };
}
