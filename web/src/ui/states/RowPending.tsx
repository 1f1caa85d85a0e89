import { createContext, use } from 'react';
import { ApiProblem } from '../../data/problem.ts';
import { SkeletonLines } from './Skeleton.tsx';
import { Problem } from './States.tsx';

/** Whether the list around a panel is here. */
export const ListLoaded = createContext(false);

const NOT_THERE = new ApiProblem({ code: 'unknown-id', status: 404, detail: '' });

/** Instead of a row that is not in its list: on its way, or not there any more. For lists that are here as a whole. */
export function RowPending({ lines = 6 }: { readonly lines?: number }) {
  return use(ListLoaded) ? <Problem error={NOT_THERE} /> : <SkeletonLines lines={lines} />;
}
