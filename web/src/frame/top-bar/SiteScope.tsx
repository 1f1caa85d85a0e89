import { lazy, Suspense } from 'react';

const SiteSwitch = lazy(() => import('./SiteSwitch.tsx'));

/** All sites together, or one: where the organisation has any. On a phone it is with the navigation until one is chosen. */
export function SiteScope({ inDrawer = false }: { readonly inDrawer?: boolean }) {
  return (
    <Suspense fallback={null}>
      <SiteSwitch inDrawer={inDrawer} />
    </Suspense>
  );
}
