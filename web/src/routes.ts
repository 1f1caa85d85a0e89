/** Every path and its page. A page is loaded when it is opened for the first time. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { parseSearch, stringifySearch } from './data/search.ts';
// Before the router reads the address: it never sees the token of a link.
import './data/session/link-token.ts';
import { Gate } from './frame/gate/Gate.tsx';
import { PageError } from './frame/PageError.tsx';
import { PageMissing } from './frame/PageMissing.tsx';
import { PagePending } from './frame/PagePending.tsx';
import { withAccountWords } from './i18n/i18n.ts';

const root = createRootRoute({ component: Gate });

function page<const Path extends string>(
  path: Path,
  load: () => Promise<{ readonly default: ComponentType }>,
) {
  return createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load) });
}

/** A page of signing in, people or tokens: its words come with it. */
const wordy =
  <Module>(load: () => Promise<Module>) =>
  () =>
    withAccountWords(load());

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
  page('/audit', () => import('./pages/audit/AuditPage.tsx')),
  page('/settings', () => import('./pages/settings/SettingsPage.tsx')),
  page(
    '/members',
    wordy(() => import('./pages/members/MembersPage.tsx')),
  ),
  page(
    '/tokens',
    wordy(() => import('./pages/tokens/TokensPage.tsx')),
  ),
  page(
    '/platform/organisations',
    wordy(() => import('./pages/platform-organisations/OrganisationsPage.tsx')),
  ),
  page(
    '/platform/users',
    wordy(() => import('./pages/platform-users/UsersPage.tsx')),
  ),
  page(
    '/account',
    wordy(() => import('./pages/account/AccountPage.tsx')),
  ),
  page(
    '/setup',
    wordy(() => import('./pages/setup/SetUpPage.tsx')),
  ),
  page(
    '/invitation',
    wordy(() => import('./pages/invitation/InvitationPage.tsx')),
  ),
  page('/sign-in', () => import('./frame/gate/SignedInAlready.tsx')),
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
