/** No statement without an organisation, and nothing of one organisation in the hands of another. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collected } from '../../../test/fixtures/audit.ts';
import { orgProblems } from '../../../test/fixtures/org-sql.ts';
import { backends, contents, device, sha256 } from '../../../test/fixtures/state-store.ts';
import { asItIs } from '../../model/messages/message.ts';
import type { Connection, Queries } from './database/connection.ts';
import { migrate } from './database/migrate.ts';
import { openPglite } from './database/pglite.ts';
import { openPostgres } from './database/postgres.ts';
import { MIGRATIONS } from './migrations/embedded.ts';
import { type OrgStore, type StateStore, storeOn } from './open.ts';

/** People and what proves who they are stand above the organisations. */
const ABOVE = [
  ...['accounts', 'identity_providers', 'passkeys', 'recovery_codes', 'sessions', 'two_factors', 'users'],
  ...['unknown_sign_ins', 'used_challenges', 'verifications'],
];
const TABLES = new Set(
  [
    ...MIGRATIONS.map(({ sql }) => sql)
      .join('')
      .matchAll(/CREATE TABLE (\w+)/g),
  ]
    .map((match) => match[1])
    .filter((table) => !ABOVE.includes(table)),
);

const [PERSON, OTHER] = ['person', 'other'];
const newToken = (name: string) => ({
  ...{ name, role: 'viewer' as const, scopes: null, createdBy: PERSON, expiresAt: null },
});

/** What the source says, up to the first placeholder of each statement. */
function statementsInSource(): string[] {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  // Not for one organisation: the schema, the list of organisations, what a dead process left, the people above them,
  // all audit chains, and rotation.
  const others = [
    ...['database/migrate.ts', 'organisations.ts', 'open.ts', 'migrations/embedded.ts'],
    ...['audit/platform.ts', 'secrets/all-secrets.ts'],
    ...[
      'account-change',
      'auth-rows',
      'identity-providers',
      'invitation-lookup',
      'logins',
      'passkeys',
      'people',
      'sessions',
      'sign-in-history',
      'sign-in-tries',
      'token-lookup',
      'two-factors',
      'used-once',
    ].map((name) => `accounts/${name}.ts`),
  ];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !others.includes(name))
    .flatMap((name) => {
      const code = readFileSync(join(folder, name), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
      return [...code.matchAll(/(['"`])\s*((?:SELECT|INSERT|UPDATE|DELETE|WITH)\b(?:(?!\1)[\s\S])*)\1/g)];
    })
    .map((match) => normal(match[2].replace(/\$\{[\s\S]*/, '')));
}

const normal = (sql: string) => sql.replace(/\s+/g, ' ').trim();

const refusedById = (error: unknown) => expect(String(error)).toContain('site: expected the id of a site');

for (const backend of backends()) {
  if (backend.missing !== null) console.warn(`skipped: ${backend.missing}`);
  describe.skipIf(backend.missing !== null)(`organisations on ${backend.name}`, () => {
    let store: StateStore;
    let raw: Connection;
    const ran = new Set<string>();
    const called = new Set<string>();

    beforeAll(async () => {
      await backend.start();
      const place = await backend.place();
      raw =
        'dataFolder' in place
          ? await openPglite(join(place.dataFolder, 'state'))
          : openPostgres(place.postgresUrl);
      await migrate(raw, MIGRATIONS, 0);
      for (const id of [PERSON, OTHER]) {
        await raw.query(
          `INSERT INTO users (id, name, email, created_at, updated_at) VALUES ($1, $1, $1, now(), now())`,
          [id],
        );
      }
      const record = <Some extends Queries>(queries: Some): Some => ({
        ...queries,
        query: (sql: string, params: readonly unknown[]) => {
          ran.add(sql);
          return queries.query(sql, params);
        },
      });
      let now = 0;
      const recorded: Connection = {
        ...record(raw),
        transaction: (work) => raw.transaction((queries) => work(record(queries))),
      };
      store = storeOn(
        recorded,
        { migrated: [], backup: null, interrupted: 0 },
        () => ++now,
        () => {},
      );
    });
    afterAll(async () => {
      await store?.close();
      await backend.stop();
    });

    /** The repositories, remembering which methods were called. */
    const watched = (orgId: string): OrgStore =>
      Object.fromEntries(
        Object.entries(store.forOrg(orgId)).map(([repository, methods]) => [
          repository,
          new Proxy(methods, {
            get(target, method: string) {
              called.add(`${repository}.${method}`);
              return target[method];
            },
          }),
        ]),
      ) as unknown as OrgStore;

    /** Everything that can be read, and everything that can be tried with the ids of somebody else. */
    async function readAll(
      org: OrgStore,
      captureIds: readonly string[],
      deviceIds: readonly string[],
      siteIds: readonly string[] = [],
    ) {
      return JSON.stringify([
        await org.captures.list(),
        await Promise.all(captureIds.map((id) => org.captures.fileOf(id))),
        await Promise.all(captureIds.map((id) => org.captures.get(id))),
        await org.devices.list({ limit: 1000 }),
        await Promise.all(
          ['of-one', 'of-two', '00:00:5e', '192.0.2'].map((text) => org.devices.list({ filter: { text } })),
        ),
        await Promise.all(captureIds.map((captureId) => org.devices.list({ filter: { captureId } }))),
        await org.sites.list(),
        await Promise.all(
          siteIds.map(async (siteId) => [
            await org.sites.get(siteId),
            await org.sites.captures(siteId),
            await org.devices.list({ filter: { siteId } }),
            await org.devices.facets(siteId),
            await org.findings.list({ siteId }),
            await org.vlans.list(siteId),
          ]),
        ),
        await org.devices.list({ filter: { subnet: '0.0.0.0/0', vlan: 7 }, sort: 'name' }),
        await Promise.all(deviceIds.map((id) => org.devices.get(id))),
        await org.devices.labels(deviceIds),
        await org.devices.facets(),
        await org.findings.list(),
        await org.findings.count(),
        await Promise.all(captureIds.map((captureId) => org.findings.list({ captureId }))),
        await org.vlans.list(),
        await org.members.list(),
        await org.members.get(PERSON),
        await org.invitations.list(),
        await org.apiTokens.list(),
        await org.audit.list({ filter: { text: 'of-', actions: ['capture.'] } }),
        await collected(org.audit.all()),
        await org.audit.get(1),
        await org.audit.facets(),
        await org.audit.verify(),
        await org.secrets.list(),
        await org.secrets.get('api/key'),
      ]);
    }

    it('never see or change anything of each other', { timeout: 120_000 }, async () => {
      const index = fc.integer({ min: 1, max: 4 });
      const step = fc.record({
        who: fc.constantFrom('one', 'two'),
        act: fc.constantFrom(
          ...[
            'import',
            'import',
            'live',
            'fail',
            'remove',
            'words',
            'vlan',
            'member',
            'leave',
            'token',
            'revoke',
            'invite',
            'withdraw',
            'secret',
            'site',
            'place',
          ],
        ),
        indexes: fc.uniqueArray(index, { minLength: 1 }),
        pick: fc.nat(20),
      });
      let round = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 8 }), async (steps) => {
          round++;
          const orgs = { one: watched(`one-${round}`), two: watched(`two-${round}`) };
          await store.organisations.ensure(`one-${round}`, 'One');
          await store.organisations.ensure(`two-${round}`, 'Two');
          const captureIds: string[] = [];
          const tokenIds: string[] = [];
          const invitationIds: string[] = [];
          const siteIds: string[] = [];
          const deviceIds = [1, 2, 3, 4].map((each) => device(each).id);
          for (const { who, act, indexes, pick } of steps) {
            const [org, other] = who === 'one' ? [orgs.one, orgs.two] : [orgs.two, orgs.one];
            const mark = `of-${who} secret`;
            const known = [...captureIds];
            const sites = [...siteIds];
            const before = await readAll(other, known, deviceIds, sites);
            if (act === 'import' || act === 'live' || act === 'fail') {
              const { capture, outcome } = await org.captures.begin({
                name: mark,
                kind: act === 'live' ? 'live' : 'file',
                sha256: sha256(pick % 3),
                sizeBytes: 1,
              });
              captureIds.push(capture.id);
              if (outcome === 'already') continue;
              const what = contents(
                indexes.map((each) =>
                  device(each, { vendor: mark, vlans: [7], names: [{ value: mark, source: 'dhcp' }] }),
                ),
                {
                  warnings: [asItIs(mark)],
                  vlans: [{ vlan: 7, outerVlan: null, packets: 1, bytes: 1, devices: 1 }],
                  findings: [{ kind: 'port-scan', severity: 'low', message: mark, evidence: [], params: {} }],
                },
              );
              await org.captures.progress(capture.id, 0.5, 1);
              if (act === 'live') await org.captures.update(capture.id, what);
              else if (act === 'import') await org.captures.finish(capture.id, what);
              else await org.captures.fail(capture.id, asItIs(mark));
            } else if (act === 'remove' && captureIds.length > 0) {
              // Perhaps the other's: then nothing happens.
              await org.captures.remove(captureIds[pick % captureIds.length]);
            } else if (act === 'words') {
              await org.devices.patch(deviceIds[pick % 4], { notes: mark, tags: [mark], name: mark });
            } else if (act === 'vlan') await org.vlans.patch(7, null, { name: mark });
            else if (act === 'member') await org.members.add(PERSON, pick % 2 === 0 ? 'viewer' : 'operator');
            else if (act === 'leave') await org.members.remove(PERSON);
            else if (act === 'token') {
              const { token } = await org.apiTokens.create(newToken(mark));
              tokenIds.push(token.id);
            } else if (act === 'invite') {
              const email = `${who}-${pick % 3}@example.org`;
              const { invitation } = await org.invitations.create(email, 'viewer', mark);
              invitationIds.push(invitation.id);
            } else if (act === 'withdraw' && invitationIds.length > 0) {
              await org.invitations.revoke(invitationIds[pick % invitationIds.length]);
            } else if (act === 'revoke' && tokenIds.length > 0) {
              await org.apiTokens.revoke(tokenIds[pick % tokenIds.length]);
            } else if (act === 'secret')
              await org.secrets.put('api/key', { keyId: mark, nonce: mark, sealed: mark });
            else if (act === 'site') {
              const { site } = await org.sites.create({ name: `${mark} ${pick}`, note: mark });
              siteIds.push(site.id);
            } else if (act === 'place' && siteIds.length > 0) {
              // Perhaps the other's: then nothing happens, or it is refused.
              const siteId = siteIds[pick % siteIds.length];
              const captureId = captureIds[pick % Math.max(1, captureIds.length)] ?? 'none';
              await org.captures.setSite(captureId, siteId).catch(refusedById);
              await org.devices.patch(deviceIds[pick % 4], { siteId }).catch(refusedById);
              await org.sites.patch(siteId, { note: `${mark} again` });
              await org.sites.remove(siteIds[0]);
            }
            expect(await readAll(other, known, deviceIds, sites)).toBe(before);
          }
          expect(await readAll(orgs.one, captureIds, deviceIds, siteIds)).not.toContain('of-two');
          expect(await readAll(orgs.two, captureIds, deviceIds, siteIds)).not.toContain('of-one');
        }),
        { numRuns: 15 },
      );
    });

    it('are named in every statement of every method', async () => {
      const org = watched('sure');
      await store.organisations.ensure('sure', 'Sure');
      const begun = async (index: number) =>
        (await org.captures.begin({ name: 'x', kind: 'file', sha256: sha256(index), sizeBytes: 1 })).capture
          .id;
      // What chance may have left out.
      const [kept, failed, twin] = [await begun(1), await begun(2), await begun(1)];
      await org.captures.progress(kept, 0.1, 1);
      await org.captures.identify(failed, sha256(2));
      await org.captures.update(kept, contents([device(1)]));
      await org.captures.finish(kept, contents([device(2)]));
      await org.captures.finish(twin, contents([device(2)]));
      await org.captures.fail(failed, asItIs('x'));
      await org.captures.keepFile(failed, { path: '/x', isKept: false });
      await org.captures.restart(failed);
      await org.captures.withdraw(failed);
      await org.devices.patch(device(2).id, { flagged: true });
      await org.vlans.patch(7, null, { name: 'x' });
      await org.members.add(PERSON, 'viewer');
      await org.members.setRole(PERSON, 'admin');
      await org.members.setRole(PERSON, 'viewer');
      await org.members.setRole(OTHER, 'viewer');
      await org.members.add(OTHER, 'admin');
      await org.members.setRole(PERSON, 'operator');
      await org.members.setRole(PERSON, 'admin');
      await org.members.remove(PERSON);
      await org.idempotency.begin('asker', 'key', 'hash');
      await org.idempotency.begin('asker', 'key', 'hash');
      await org.idempotency.finish('asker', 'key', 200, '{}');
      await org.idempotency.forget('asker', 'key');
      await org.invitations.revoke(
        (await org.invitations.create('a@example.org', 'viewer', 'x')).invitation.id,
      );
      await org.apiTokens.revoke((await org.apiTokens.create(newToken('x'))).token.id);
      await org.audit.record({ action: 'export.read' });
      const sealed = { keyId: 'k1', nonce: 'AAAA', sealed: 'AAAA' };
      await org.secrets.put('api/key', sealed);
      await org.secrets.add('api/key', sealed);
      await org.secrets.remove('api/key');
      const { site } = await org.sites.create({ name: 'Here' });
      const gone = (await org.sites.ensure('Gone')).site;
      await org.sites.patch(gone.id, { note: 'x' });
      await org.sites.remove(gone.id);
      await org.captures.setSite(kept, site.id);
      await org.devices.patch(device(2).id, { siteId: site.id });
      await readAll(org, [kept], [device(2).id], [site.id, gone.id]);
      await org.captures.remove(kept);

      const methods = Object.entries(store.forOrg('sure')).flatMap(([repository, functions]) =>
        Object.keys(functions).map((method) => `${repository}.${method}`),
      );
      expect(methods.filter((method) => !called.has(method))).toEqual([]);
      const statements = [...ran].filter(
        (sql) => !/^(?:SELECT|INSERT INTO) .*organisations/s.test(sql) || /UPDATE/.test(sql),
      );
      expect(statements.flatMap((sql) => orgProblems(sql, TABLES))).toEqual([]);
      const seen = [...ran].map(normal);
      const written = statementsInSource();
      expect(written.length).toBeGreaterThan(20);
      expect(written.filter((sql) => !seen.some((one) => one.startsWith(sql)))).toEqual([]);
    });

    it('stand first in every key', async () => {
      const indexes = await raw.query<{ name: string; definition: string }>(
        "SELECT indexname AS name, indexdef AS definition FROM pg_indexes WHERE schemaname = 'public'",
      );
      const others = indexes
        .filter(({ definition }) => !/\(org_id\b/.test(definition))
        .filter(({ name }) => !ABOVE.some((table) => name.startsWith(`${table}_`)))
        .map(({ name }) => name)
        .sort();
      // GIN has no order of columns, the history of the schema no organisation; a link or a token says itself whose it is,
      // and a person may be in several.
      expect(others).toEqual([
        ...['api_tokens_token_hash_key', 'devices_search', 'invitations_token_hash_key', 'members_user'],
        'schema_migrations_pkey',
      ]);
      const tables = await raw.query<{ name: string }>(
        `SELECT t.table_name AS name FROM information_schema.tables t WHERE t.table_schema = 'public'
         AND NOT EXISTS (SELECT 1 FROM information_schema.columns c WHERE c.table_schema = 'public'
           AND c.table_name = t.table_name AND c.column_name = 'org_id' AND c.ordinal_position = 1)`,
      );
      expect(tables.map(({ name }) => name).sort()).toEqual([...ABOVE, 'schema_migrations'].sort());
    });
  });
}
