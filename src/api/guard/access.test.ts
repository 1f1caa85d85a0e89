/**
 * Every operation of the OpenAPI document, tried by everybody: nobody, each role with a session and with a token, and an
 * administrator of another organisation, who names this one, or its things, or neither.
 */
import fastify, { type RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiUnderTest, startApi } from '../../../test/fixtures/api.ts';
import { ALLOWED, ROLES, type Role } from '../../model/permissions.ts';
import type { Api } from '../deps.ts';
import { ACCESS, type Access, guardAccess } from './access.ts';

interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As in the table: `/api/v1/devices/:id`. */
  readonly route: string;
  readonly access: Access;
}
interface Credentials {
  readonly cookie?: string;
  readonly authorization?: string;
}

const PASSWORD = 'a password of this test';
/** Streams and the like: none of the document's operations, but routes all the same. */
const HIDDEN = ['GET /api/v1/docs', 'GET /api/v1/docs/style.css', 'GET /api/v1/ws/live'];

let on: ApiUnderTest;
let operations: readonly Operation[] = [];
const sessions = new Map<Role, Credentials>();
const tokens = new Map<Role, Credentials>();
let stranger: readonly Credentials[] = [];
let platform: Credentials = {};
/** Things of `default`, by the noun of their route. */
let things: Readonly<Record<string, string>> = {};
/** What must be in no answer to somebody of another organisation. */
let marks: readonly string[] = [];

beforeAll(async () => {
  on = await startApi();
  const { accounts, state } = on.backend;
  await state.organisations.ensure('other', 'Other');
  const person = async (email: string, isPlatformAdmin = false) => {
    const { administration } = accounts;
    return (await administration.add({ email, name: email, password: PASSWORD, isPlatformAdmin })).id;
  };
  const token = async (org: string, role: Role): Promise<Credentials> => {
    const { secret } = await state.forOrg(org).apiTokens.create({
      ...{ name: `of ${org} ${role}`, role, scopes: null, createdBy: 'tests', expiresAt: null },
    });
    return { authorization: `Bearer ${secret}` };
  };
  for (const role of ROLES) {
    await state.forOrg('default').members.add(await person(`${role}@default.example`), role);
    sessions.set(role, await signIn(`${role}@default.example`));
    tokens.set(role, await token('default', role));
  }
  await state.forOrg('other').members.add(await person('admin@other.example'), 'admin');
  stranger = [await signIn('admin@other.example'), await token('other', 'admin')];
  await person('platform@example.org', true);
  platform = await signIn('platform@example.org');

  const device = on.analysis.devices[0].id;
  const [member] = await state.forOrg('default').members.list();
  const [own] = await state.forOrg('default').apiTokens.list();
  const { site } = await state.forOrg('default').sites.create({ name: 'Site of default' });
  things = {
    devices: device,
    sites: site.id,
    captures: on.captureId,
    flows: on.captureId,
    members: member.userId,
    tokens: own.id,
  };
  marks = [device, on.captureId, 'vigie-demo', 'demo.pcap', '@default.example', own.id, site.id, site.name];
  operations = operationsOf(on.api.swagger());
});
afterAll(async () => {
  expect(on.log.errors()).toEqual([]);
  await on.stop();
});

async function signIn(email: string): Promise<Credentials> {
  const response = await on.api.inject({
    ...{ method: 'POST', url: '/api/v1/session', payload: { email, password: PASSWORD } },
    headers: { authorization: '' },
  });
  expect(response.statusCode, response.body).toBe(200);
  return { cookie: String(response.headers['set-cookie']).split(';')[0] };
}

function operationsOf({ paths = {} }: { paths?: object }): Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods as object).map((name) => {
      const method = name.toUpperCase() as Operation['method'];
      const route = path.replace(/\{(\w+)\}/g, ':$1');
      return { method, route, access: ACCESS[`${method} ${route}`] };
    }),
  );
}

/** `ids`: what stands for `:id` and the like. A query that no route knows: who is let in changes nothing. */
function ask(
  { method, route }: Operation,
  credentials: Credentials,
  { ids = 'nothing', query = '', org }: { ids?: string; query?: string; org?: string } = {},
) {
  const path = route.replace(/:row/, '1').replace(/:vlan/, '7').replace(/:\w+/g, encodeURIComponent(ids));
  const headers: Record<string, string> = { authorization: '', ...credentials };
  if (org !== undefined) headers['x-vigie-org'] = org;
  return on.api.inject({ method, url: path + query, headers });
}

const nounOf = (route: string): string => /^\/api\/v1\/([a-z-]+)/.exec(route)?.[1] ?? '';
const isOfOrganisation = ({ access }: Operation): boolean =>
  !['public', 'signed-in', 'platform'].includes(access);
/** Nothing that a body or a download makes: a session is what everybody has anyway. */
const UNKNOWN_QUERY = '?nonsense=1';

describe('the table of access', () => {
  it('has exactly the routes there are', () => {
    const routes = operations.map(({ method, route }) => `${method} ${route}`);
    expect([...routes, ...HIDDEN].sort()).toEqual(Object.keys(ACCESS).sort());
    expect(operations.length).toBeGreaterThan(45);
  });

  it('lets no route in that has no line', () => {
    const app: Api = fastify<RawServerDefault>({
      loggerInstance: on.log,
    }).withTypeProvider<ZodTypeProvider>();
    guardAccess(app, () => on.backend, { check: async () => {} });
    expect(() => app.get('/api/v1/forgotten', () => 'x')).toThrow(
      'GET /api/v1/forgotten: no line of src/api/guard/access.ts says who may use it',
    );
    expect(() => app.get('/healthz', () => 'x')).not.toThrow();
  });
});

describe('every operation', () => {
  it('answers nobody, unless it is for everybody', async () => {
    for (const operation of operations) {
      const { statusCode, body } = await ask(operation, {}, { query: UNKNOWN_QUERY });
      const what = `${operation.method} ${operation.route}: ${body}`;
      if (operation.access === 'public') expect(statusCode, what).not.toBe(401);
      else expect(statusCode, what).toBe(401);
    }
  });

  it.each(ROLES)(
    'lets %s do what the role allows, by session and by token, and nothing else',
    async (role) => {
      for (const credentials of [sessions.get(role), tokens.get(role)]) {
        for (const operation of operations) {
          const { access } = operation;
          const { statusCode, body } = await ask(operation, credentials ?? {}, { query: UNKNOWN_QUERY });
          const what = `${role} ${operation.method} ${operation.route}: ${body}`;
          const may =
            access === 'public' ||
            access === 'signed-in' ||
            (access !== 'platform' && ALLOWED[role].includes(access));
          if (may) expect([401, 403], what).not.toContain(statusCode);
          else expect([statusCode, JSON.parse(body).code], what).toEqual([403, 'not-allowed']);
        }
      }
    },
  );

  it('is refused to whoever names an organisation that is none of theirs', async () => {
    for (const credentials of stranger) {
      for (const operation of operations.filter(isOfOrganisation)) {
        for (const org of ['default', 'no-such-organisation']) {
          const { statusCode, body } = await ask(operation, credentials, { org, query: UNKNOWN_QUERY });
          const what = `${operation.method} ${operation.route}: ${body}`;
          expect([statusCode, JSON.parse(body).code], what).toEqual([403, 'not-a-member']);
        }
      }
    }
  });

  it('shows and changes nothing of another organisation, whatever ids are guessed', async () => {
    const before = await contentsOfDefault();
    for (const credentials of stranger) {
      for (const operation of operations.filter(isOfOrganisation)) {
        const { method, route } = operation;
        // What another organisation may do to itself is not the question here.
        if (method !== 'GET' && !route.includes(':')) continue;
        const ids = things[nounOf(route)] ?? 'lo';
        const { statusCode, body } = await ask(operation, credentials, { ids });
        const what = `${method} ${route}: ${body}`;
        for (const mark of marks) if (mark !== ids) expect(body, what).not.toContain(mark);
        if (things[nounOf(route)] === undefined || !/:(id|capture)/.test(route)) continue;
        // A body that is missing is said before the id is looked for.
        expect(method === 'GET' || method === 'DELETE' ? [404] : [404, 400, 409], what).toContain(statusCode);
        if (statusCode === 404) expect(JSON.parse(body).code, what).toBe('unknown-id');
      }
    }
    expect(await contentsOfDefault()).toBe(before);
  });

  it('of the platform is for whoever stands above the organisations', async () => {
    for (const operation of operations) {
      const { statusCode, body } = await ask(operation, platform, { query: UNKNOWN_QUERY, org: 'default' });
      expect([401, 403], `${operation.method} ${operation.route}: ${body}`).not.toContain(statusCode);
    }
    const named = await ask({ method: 'GET', route: '/api/v1/devices', access: 'inventory:read' }, platform, {
      org: 'default',
    });
    expect(named.json().total).toBe(on.analysis.devices.length);
    for (const operation of operations.filter(isOfOrganisation)) {
      const { statusCode } = await ask(operation, platform, { query: UNKNOWN_QUERY, org: 'no-such' });
      expect(statusCode, `${operation.method} ${operation.route}`).toBe(403);
    }
  });
});

async function contentsOfDefault(): Promise<string> {
  const { captures, devices, members, apiTokens, vlans, sites } = on.state.forOrg('default');
  const listed = await apiTokens.list();
  return JSON.stringify([
    await captures.list(),
    await devices.list({ limit: 1000, sort: 'firstSeen' }),
    await devices.get(on.analysis.devices[0].id),
    await members.list(),
    listed.map(({ id, revokedAt }) => [id, revokedAt]),
    await vlans.list(),
    await sites.list(),
  ]);
}
