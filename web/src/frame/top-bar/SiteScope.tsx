import { lazy, Suspense } from 'react';

const SiteSwitch = lazy(() => import('./SiteSwitch.tsx'));

/** All sites together, or one: where the organisation has any. */
export function SiteScope() {
  return (
    <Suspense fallback={null}>
      <SiteSwitch />
    </Suspense>
  );
}
