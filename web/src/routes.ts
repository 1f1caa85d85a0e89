/** Every path and its page. A page is loaded when it is opened for the first time. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { parseSearch, stringifySearch } from './data/search.ts';
import { Frame } from './frame/Frame.tsx';
import { PageError } from './frame/PageError.tsx';
import { PageMissing } from './frame/PageMissing.tsx';
import { PagePending } from './frame/PagePending.tsx';

const root = createRootRoute({ component: Frame });

function page<const Path extends string>(
  path: Path,
  load: () => Promise<{ readonly default: ComponentType }>,
) {
  return createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load) });
}

const routeTree = root.addChildren([
  page('/', () => import('./pages/overview/OverviewPage.tsx')),
  page('/devices', () => import('./pages/devices/DevicesPage.tsx')),
  page('/devices/$id', () => import('./pages/device/DevicePage.tsx')),
  page('/flows', () => import('./pages/flows/FlowsPage.tsx')),
  page('/topology', () => import('./pages/topology/TopologyPage.tsx')),
  page('/matrix', () => import('./pages/matrix/MatrixPage.tsx')),
  page('/protocols', () => import('./pages/protocols/ProtocolsPage.tsx')),
  page('/vlans', () => import('./pages/vlans/VlansPage.tsx')),
  page('/captures', () => import('./pages/captures/CapturesPage.tsx')),
  page('/interfaces', () => import('./pages/interfaces/InterfacesPage.tsx')),
  page('/settings', () => import('./pages/settings/SettingsPage.tsx')),
]);

export const router = createRouter({
  routeTree,
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultPendingComponent: PagePending,
  defaultErrorComponent: PageError,
  defaultNotFoundComponent: PageMissing,
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

export type PagePath = keyof (typeof router)['routesByPath'];
