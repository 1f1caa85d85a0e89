import { useCallback } from 'react';
import { toast } from '../data/toasts.ts';
import { useProblemText } from './states/use-problem-text.ts';

/**
 * Does something that somebody asked for and says how it went: `done` as a note, a refusal with the
 * server's own words, what was kept and what to do. Gives whether it went well.
 */
export function useAct(): (action: () => Promise<unknown>, done?: string) => Promise<boolean> {
  const problemText = useProblemText();
  return useCallback(
    async (action, done) => {
      try {
        await action();
        if (done !== undefined) toast(done);
        return true;
      } catch (error) {
        const { what, kept, todo, detail } = problemText(error);
        toast(what, { tone: 'bad', text: [detail, kept, todo].filter((it) => it !== null).join(' ') });
        return false;
      }
    },
    [problemText],
  );
}
