import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../data/problem.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useProblemText } from '../../ui/states/use-problem-text.ts';

/**
 * A refusal in one sentence or two. `wrong` is what wrong credentials mean where it is asked: the password, or a code.
 */
export function useRefusal(): (error: unknown, wrong?: string) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const say = useProblemText();
  return (error, wrong) => {
    if (error instanceof ApiProblem) {
      if ((error.code === 'wrong-credentials' || refusedField(error) !== null) && wrong !== undefined)
        return wrong;
      if (error.status === 429) {
        const { retryAfterS } = error;
        if (retryAfterS === null) return t('accounts.entrance.signIn.later');
        return t('accounts.entrance.signIn.wait', { wait: format.duration(Math.max(1, retryAfterS)) });
      }
    }
    const { what, todo, detail } = say(error);
    return [what, detail, todo].filter(Boolean).join(' ');
  };
}

/** Which field of the body was refused; `null` when it was none. */
export function refusedField(error: unknown): string | null {
  if (!(error instanceof ApiProblem) || error.code !== 'invalid-request') return null;
  const [first] = error.errors ?? [];
  if (first !== undefined) return first.path.replace(/^\//, '');
  return /^(\w+)\b/.exec(error.message)?.[1] ?? null;
}
