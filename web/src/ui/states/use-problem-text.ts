import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../data/problem.ts';
import type { en } from '../../i18n/en/index.ts';

type Code = keyof typeof en.problems;

export interface ProblemText {
  readonly what: string;
  readonly kept: string;
  readonly todo: string;
  /** The server's own words, in the language of the page or the account: they name the field and the value. */
  readonly detail: string | null;
}

/** Tells a person of an error in their language; a code that is new to us as an unexpected answer. */
export function useProblemText(): (error: unknown) => ProblemText {
  const { t, i18n } = useTranslation();
  return (error) => {
    const problem = error instanceof ApiProblem ? error : null;
    const known = problem !== null && i18n.exists(`problems.${problem.code}.what`);
    const code: Code = known ? (problem.code as Code) : problem === null ? 'page-error' : 'unexpected-answer';
    const said = {
      what: t(`problems.${code}.what`),
      kept: t(`problems.${code}.kept`),
      todo: t(`problems.${code}.todo`),
    };
    const detail = error instanceof Error && error.message !== '' ? error.message : null;
    return { ...said, detail: Object.values(said).some((text) => text === detail) ? null : detail };
  };
}
