import { useState } from 'react';
import { useRefusal } from './use-refusal.ts';

interface Run {
  readonly busy: boolean;
  /** Why it was refused; `null` while it was not. */
  readonly error: string | null;
  /** Does it once at a time; gives whether it went well. */
  readonly run: (action: () => Promise<unknown>) => Promise<boolean>;
}

/** Something that a dialog asks for: a refusal is shown there. `wrong` is what wrong credentials mean. */
export function useRun(wrong?: string): Run {
  const say = useRefusal();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  return {
    busy,
    error,
    async run(action) {
      if (busy) return false;
      setBusy(true);
      setError(null);
      try {
        await action();
        return true;
      } catch (refused) {
        // Of the browser's own dialog for passkeys.
        const isCancelled = refused instanceof DOMException && refused.name === 'NotAllowedError';
        setError(isCancelled ? (wrong ?? null) : say(refused, wrong));
        setBusy(false);
        return false;
      }
    },
  };
}
