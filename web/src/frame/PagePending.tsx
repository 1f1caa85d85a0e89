import { Skeleton, SkeletonLines } from '../ui/states/Skeleton.tsx';

export function PagePending() {
  return (
    <div className="flex flex-col gap-6 px-4 py-5 md:px-6">
      <Skeleton className="h-6 w-48" />
      <SkeletonLines lines={8} />
    </div>
  );
}
