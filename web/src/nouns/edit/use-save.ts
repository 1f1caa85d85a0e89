/** Saving with If-Match: what somebody else changed meanwhile is shown, and what was typed is kept. */
import { useState } from 'react';
import { ApiProblem } from '../../data/problem.ts';

export interface Save<Thing, Change> {
  readonly saving: boolean;
  /** Why it was not saved, other than a conflict. */
  readonly error: unknown;
  /** Somebody else changed it: how it is now, and what was to be saved. */
  readonly conflict: { readonly theirs: Thing; readonly mine: Change } | null;
  /** True when it is saved. */
  readonly save: (change: Change) => Promise<boolean>;
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

export function useSave<Thing extends { readonly version: number }, Change>({
  version,
  patch,
  reload,
}: SaveDeps<Thing, Change>): Save<Thing, Change> {
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [conflict, setConflict] = useState<Save<Thing, Change>['conflict']>(null);

  async function attempt(change: Change, ifVersion: number): Promise<boolean> {
    setSaving(true);
    setError(null);
    try {
      await patch(change, ifVersion);
      setConflict(null);
      return true;
    } catch (problem) {
      if (problem instanceof ApiProblem && problem.code === 'changed-meanwhile') {
        try {
          setConflict({ theirs: await reload(), mine: change });
        } catch (another) {
          setError(another);
        }
      } else setError(problem);
      return false;
    } finally {
      setSaving(false);
    }
  }

  return {
    saving,
    error,
    conflict,
    save: (change) => attempt(change, version),
    overwrite: async () => conflict !== null && attempt(conflict.mine, conflict.theirs.version),
    giveUp: () => {
      setConflict(null);
      setError(null);
    },
  };
}
