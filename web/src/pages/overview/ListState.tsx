import type { ReactNode } from 'react';
import { SkeletonLines } from '../../ui/states/Skeleton.tsx';
import { Problem } from '../../ui/states/States.tsx';

interface ListStateProps<Row> {
  readonly rows: readonly Row[] | undefined;
  readonly error?: unknown;
  readonly empty: string;
  readonly children: (rows: readonly Row[]) => ReactNode;
}

/** A short list, or why there is none. */
export function ListState<Row>({ rows, error = null, empty, children }: ListStateProps<Row>) {
  if (error !== null) {
    return (
      <div className="p-4">
        <Problem error={error} />
      </div>
    );
  }
  if (rows === undefined) {
    return (
      <div className="px-4 py-3">
        <SkeletonLines lines={8} />
      </div>
    );
  }
  if (rows.length === 0) return <p className="px-4 py-3 text-sm text-muted">{empty}</p>;
  return children(rows);
}
