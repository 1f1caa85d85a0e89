import type { Scope } from '../../store/telemetry/reads/range.ts';
import type { Api, ApiContext, Org } from '../deps.ts';
import { labelled } from '../labels.ts';
import {
  bandwidth,
  bandwidthQuery,
  dashboard,
  dashboardQuery,
  protocols,
  protocolsQuery,
  talkers,
  talkersQuery,
} from './schemas.ts';

const NEWEST = 5;
const FINDINGS = 20;

async function overview({ state, telemetry }: Org, query: Scope) {
  const filter = query.capture === undefined ? {} : { captureId: query.capture };
  const [traffic, newest, flagged, findings] = await Promise.all([
    telemetry.dashboard(query),
    state.devices.list({ filter, sort: 'firstSeen', descending: true, limit: NEWEST }),
    state.devices.list({ filter: { ...filter, flagged: true }, limit: 1 }),
    state.findings.list({ ...filter, limit: FINDINGS }),
  ]);
  return {
    ...traffic,
    devices: { total: newest.total, active: traffic.devices, flagged: flagged.total },
    newestDevices: newest.rows,
    findings,
  };
}

export function statsRoutes(app: Api, { org }: ApiContext): void {
  app.get(
    '/stats/dashboard',
    { schema: { querystring: dashboardQuery, response: { 200: dashboard } } },
    (request) => overview(org(request), request.query),
  );

  app.get(
    '/stats/bandwidth',
    { schema: { querystring: bandwidthQuery, response: { 200: bandwidth } } },
    (request) => org(request).telemetry.bandwidth(request.query),
  );

  app.get(
    '/stats/protocols',
    { schema: { querystring: protocolsQuery, response: { 200: protocols } } },
    async (request) => ({ items: await org(request).telemetry.protocols(request.query) }),
  );

  app.get(
    '/stats/top-talkers',
    { schema: { querystring: talkersQuery, response: { 200: talkers } } },
    async (request) => ({
      items: await labelled(org(request), await org(request).telemetry.topTalkers(request.query)),
    }),
  );
}
