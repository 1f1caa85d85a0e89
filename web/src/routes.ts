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
import { withWords } from './i18n/i18n.ts';

const root = createRootRoute({ component: Gate });

type Load = () => Promise<{ readonly default: ComponentType }>;

function page<const Path extends string>(path: Path, load: Load) {
  return createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load) });
}

/** A page that brings its words along. */
const ofNetwork = <const Path extends string>(path: Path, load: Load) =>
  page(path, () => withWords('pages', load()));
const ofPeople = <const Path extends string>(path: Path, load: Load) =>
  page(path, () => withWords('accounts', load()));

const routeTree = root.addChildren([
  page('/', () => import('./pages/overview/OverviewPage.tsx')),
  ofNetwork('/devices', () => import('./pages/devices/DevicesPage.tsx')),
  ofNetwork('/devices/$id', () => import('./pages/device/DevicePage.tsx')),
  ofNetwork('/flows', () => import('./pages/flows/FlowsPage.tsx')),
  ofNetwork('/topology', () => import('./pages/topology/TopologyPage.tsx')),
  ofNetwork('/matrix', () => import('./pages/matrix/MatrixPage.tsx')),
  ofNetwork('/protocols', () => import('./pages/protocols/ProtocolsPage.tsx')),
  ofNetwork('/vlans', () => import('./pages/vlans/VlansPage.tsx')),
  ofNetwork('/captures', () => import('./pages/captures/CapturesPage.tsx')),
  ofNetwork('/interfaces', () => import('./pages/interfaces/InterfacesPage.tsx')),
  ofNetwork('/audit', () => import('./pages/audit/AuditPage.tsx')),
  page('/sites', () => withWords('accounts', withWords('pages', import('./pages/sites/SitesPage.tsx')))),
  ofNetwork('/settings', () => import('./pages/settings/SettingsPage.tsx')),
  ofPeople('/members', () => import('./pages/members/MembersPage.tsx')),
  ofPeople('/tokens', () => import('./pages/tokens/TokensPage.tsx')),
  ofPeople('/platform/organisations', () => import('./pages/platform-organisations/OrganisationsPage.tsx')),
  ofPeople('/platform/users', () => import('./pages/platform-users/UsersPage.tsx')),
  ofPeople('/platform/providers', () => import('./pages/platform-providers/ProvidersPage.tsx')),
  ofNetwork('/platform/health', () => import('./pages/platform-health/HealthPage.tsx')),
  ofNetwork('/platform/audit', () => import('./pages/platform-audit/PlatformAuditPage.tsx')),
  ofPeople('/account', () => import('./pages/account/AccountPage.tsx')),
  ofPeople('/setup', () => import('./pages/setup/SetUpPage.tsx')),
  ofPeople('/invitation', () => import('./pages/invitation/InvitationPage.tsx')),
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
