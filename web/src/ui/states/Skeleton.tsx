import { cx } from '../class-names.ts';

/** Where something will be, in about its size. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cx('pulse block rounded-sm bg-raised', className)} />;
}

export function SkeletonLines({ lines = 4 }: { lines?: number }) {
  return (
    <div className="flex flex-col gap-3" aria-hidden>
      {Array.from({ length: lines }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike.
        <Skeleton key={index} className={index % 3 === 2 ? 'h-3.5 w-2/3' : 'h-3.5 w-full'} />
      ))}
    </div>
  );
}
