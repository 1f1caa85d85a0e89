import type { z } from 'zod';
import type { Micros } from '../../base/time.ts';
import type { Scope } from '../../store/telemetry/reads/range.ts';
import { labelled } from '../answers/labels.ts';
import type { Api, ApiContext, Org } from '../deps.ts';
import { inSite } from '../sites/in-site.ts';
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
const DAY_US = 86_400e6;

async function overview(org: Org, query: z.output<typeof dashboardQuery>, now: Micros) {
  const { state, telemetry } = org;
  const filter = {
    ...(query.capture === undefined ? {} : { captureId: query.capture }),
    ...(query.site === undefined ? {} : { siteId: query.site }),
  };
  const scope: Scope = await inSite(org, query);
  const [traffic, newest, flagged, known, findings, findingsTotal] = await Promise.all([
    telemetry.dashboard(scope),
    state.devices.list({ filter, sort: 'firstSeen', descending: true, limit: NEWEST }),
    state.devices.list({ filter: { ...filter, flagged: true }, limit: 1 }),
    state.devices.list({ filter: { ...filter, knownBefore: now - DAY_US }, limit: 1 }),
    state.findings.list({ ...filter, limit: FINDINGS }),
    state.findings.count(filter),
  ]);
  return {
    ...traffic,
    devices: {
      total: newest.total,
      active: traffic.devices,
      flagged: flagged.total,
      new24h: Math.max(0, newest.total - known.total),
    },
    newestDevices: newest.rows,
    findingsTotal,
    findings,
  };
}

export function statsRoutes(app: Api, { org, clock }: ApiContext): void {
  app.get(
    '/stats/dashboard',
    { schema: { querystring: dashboardQuery, response: { 200: dashboard } } },
    (request) => overview(org(request), request.query, clock()),
  );

  app.get(
    '/stats/bandwidth',
    { schema: { querystring: bandwidthQuery, response: { 200: bandwidth } } },
    async (request) => org(request).telemetry.bandwidth(await inSite(org(request), request.query)),
  );

  app.get(
    '/stats/protocols',
    { schema: { querystring: protocolsQuery, response: { 200: protocols } } },
    async (request) => {
      const mine = org(request);
      return { items: await mine.telemetry.protocols(await inSite(mine, request.query)) };
    },
  );

  app.get(
    '/stats/top-talkers',
    { schema: { querystring: talkersQuery, response: { 200: talkers } } },
    async (request) => {
      const mine = org(request);
      const rows = await mine.telemetry.topTalkers(await inSite(mine, request.query));
      return { items: await labelled(mine, rows) };
    },
  );
}
