/** Who wants to know that the server refused something: the session may have ended, or a role changed. */
import type { ApiProblem } from '../problem.ts';

const listeners = new Set<(problem: ApiProblem) => void>();

export function onRefusal(tell: (problem: ApiProblem) => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

/** Tells everybody, and gives it back to be thrown or shown. */
export function refused(problem: ApiProblem): ApiProblem {
  for (const tell of listeners) tell(problem);
  return problem;
}
