import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './problem.ts';

/** The first part of every query key: live messages name what changed by it. */
export type Noun =
  | 'devices'
  | 'flows'
  | 'topology'
  | 'stats'
  | 'vlans'
  | 'captures'
  | 'interfaces'
  | 'status'
  | 'sites'
  | 'audit'
  | 'platform-audit';

const FRESH_MS = 15_000;
const RETRIES = 2;

/** What we asked wrongly stays wrong; what did not answer may answer the next time. */
function retry(failures: number, error: unknown): boolean {
  const ours = error instanceof ApiProblem && error.status >= 400 && error.status < 500;
  return !ours && failures < RETRIES;
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: FRESH_MS, retry, refetchOnWindowFocus: true, networkMode: 'always' },
  },
});
