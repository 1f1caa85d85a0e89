/** What is written down, by whom, and how it is read; on both databases. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Audited, audited, collected } from '../../../../test/fixtures/audit.ts';
import { backends, contents, device, file, NEW_YEAR } from '../../../../test/fixtures/state-store.ts';
import { Secret } from '../../../base/secret.ts';
import { type AuditActor, SYSTEM_ACTOR } from '../../../model/audit.ts';
import type { OrgStore, StateStore } from '../open.ts';
import { currentActor, runAs } from './context.ts';
import { hashOf, NO_HASH } from './row.ts';

const ANNE: AuditActor = { kind: 'session', id: 'u1', label: 'anne@example.org', from: '192.0.2.7' };
const ROBOT: AuditActor = { kind: 'token', id: 't1', label: 'nightly', from: '192.0.2.8' };

describe('the hash of a row', () => {
  it('is SHA-256 over a JSON array, as others can compute it', () => {
    const row = {
      ...{ seq: 1, at: NEW_YEAR, actorKind: 'session', actorId: 'u1', actorLabel: 'Ünï « x »', from: null },
      ...{ action: 'vlan.changed', targetKind: 'vlan', targetId: '7', targetLabel: null },
      ...{ before: '{"name":null}', after: '{"name":"Büro"}', previous: NO_HASH },
    };
    expect(hashOf('one', row)).toBe('6df7a85e05a70dd5eaf1a6dc604975c0974de4f2f0b57fca0b4b25ce7c656f37');
  });
});

describe('the actor', () => {
  it('is the system, or who was named, through everything that is awaited', async () => {
    expect(currentActor()).toEqual(SYSTEM_ACTOR);
    const seen = await Promise.all(
      [ANNE, ROBOT].map((actor) =>
        runAs(actor, async () => {
          await new Promise((resolve) => setTimeout(resolve, 1));
          return currentActor();
        }),
      ),
    );
    expect(seen).toEqual([ANNE, ROBOT]);
    expect(currentActor()).toEqual(SYSTEM_ACTOR);
  });
});

for (const backend of backends()) {
  if (backend.missing !== null) console.warn(`skipped: ${backend.missing}`);
  describe.skipIf(backend.missing !== null)(`audit log on ${backend.name}`, () => {
    let under: Audited;
    let store: StateStore;
    let count = 0;
    const freshOrg = async (): Promise<OrgStore & { readonly id: string }> => {
      const { id } = await store.organisations.ensure(`org-${++count}`, 'Made Up');
      return { ...store.forOrg(id), id };
    };
    const rowsOf = async (org: OrgStore) => (await org.audit.list({ limit: 1000 })).rows;

    beforeAll(async () => {
      await backend.start();
      under = await audited(await backend.place());
      store = under.start();
    });
    afterAll(async () => {
      await store?.close();
      await under?.close();
      await backend.stop();
    });

    it('says who changed what, from what to what', async () => {
      const org = await freshOrg();
      const { capture } = await runAs(ANNE, () => org.captures.begin(file(1)));
      await runAs(ROBOT, () => org.captures.finish(capture.id, contents([device(1)])));
      const { id } = device(1);
      await runAs(ANNE, () => org.devices.patch(id, { name: 'Press 4', tags: ['hall 2'] }));
      await runAs(ROBOT, () => org.devices.patch(id, { name: 'Press 5', tags: ['hall 2'] }));
      await runAs(ANNE, () => org.vlans.patch(7, null, { name: 'Büro' }));
      await runAs(ANNE, () => org.captures.remove(capture.id));
      const rows = await rowsOf(org);
      expect(rows.map(({ seq, action, actor }) => [seq, action, actor.label])).toEqual([
        [6, 'capture.deleted', ANNE.label],
        [5, 'vlan.changed', ANNE.label],
        [4, 'device.changed', ROBOT.label],
        [3, 'device.changed', ANNE.label],
        // Nobody's doing, whoever began it.
        [2, 'capture.ready', 'system'],
        [1, 'capture.created', ANNE.label],
      ]);
      expect(rows[2]).toMatchObject({
        actor: ROBOT,
        target: { kind: 'device', id, label: 'Press 5' },
        before: { name: 'Press 4' },
        after: { name: 'Press 5' },
      });
      expect(rows[3]).toMatchObject({
        before: { name: null, tags: [] },
        after: { name: 'Press 4', tags: ['hall 2'] },
      });
      expect(rows[0]).toMatchObject({ before: { name: 'capture-1.pcap', packets: 3 }, after: null });
      for (const { at } of rows) expect(at).toBeGreaterThan(NEW_YEAR);
      expect((await org.audit.verify()).broken).toBeNull();
    });

    it('has a row if and only if the change was made', async () => {
      const org = await freshOrg();
      await expect(org.vlans.patch(7, null, { name: 'x'.repeat(500) })).rejects.toThrow('at most 200');
      await expect(org.vlans.patch(9999, null, { name: 'x' })).rejects.toThrow('VLAN id');
      expect((await org.vlans.patch(7, null, { name: 'x' }, 3)).outcome).toBe('stale');
      expect((await org.devices.patch('mac-nothing', { notes: 'x' })).outcome).toBe('missing');
      expect(await org.captures.remove('nothing')).toBe(false);
      expect(await rowsOf(org)).toEqual([]);
      await org.vlans.patch(7, null, { name: 'x' });
      expect((await rowsOf(org)).map(({ seq }) => seq)).toEqual([1]);
    });

    it('makes organisations in the chain of the platform, once', async () => {
      const org = await freshOrg();
      await store.organisations.ensure(org.id, 'Made Up');
      const { rows } = await store.audit.list({ filter: { targetId: org.id } });
      expect(rows).toMatchObject([{ action: 'organisation.created', after: { name: 'Made Up' } }]);
    });

    it('refuses to be changed, emptied or set back', async () => {
      const org = await freshOrg();
      await org.vlans.patch(7, null, { name: 'x' });
      for (const sql of [
        "UPDATE audit_log SET actor_label = 'nobody'",
        'DELETE FROM audit_log',
        'TRUNCATE audit_log',
        'DELETE FROM audit_heads',
        'TRUNCATE audit_heads',
        'UPDATE audit_heads SET seq = seq - 1',
        "UPDATE audit_heads SET hash = 'x'",
        "UPDATE audit_heads SET org_id = 'x'",
      ]) {
        await expect(under.raw.query(sql), sql).rejects.toThrow('the audit log only grows');
      }
      expect((await org.audit.verify()).broken).toBeNull();
    });

    it('writes down no secret', async () => {
      const org = await freshOrg();
      const planted = 'correct horse battery staple';
      await org.audit.record({
        action: 'export.read',
        before: { password: planted, apiToken: planted, name: new Secret(planted), kept: 1 },
        after: { newPassword: planted, clientSecret: planted, nested: { deep: new Secret(planted) } },
      });
      const [row] = await rowsOf(org);
      expect(JSON.stringify(row)).not.toContain(planted);
      expect(row.before).toEqual({ password: '***', apiToken: '***', name: '***', kept: 1 });
    });

    it('keeps long fields by their beginning and their hash, and what databases do not take', async () => {
      const org = await freshOrg();
      const long = 'ä'.repeat(50_000);
      await org.audit.record({ action: 'export.read', after: { long, odd: 'a\u0000b\ud800c' } });
      const [row] = await rowsOf(org);
      expect(row.after).toMatchObject({ long: { characters: 50_002 }, odd: 'a\ufffdb\ufffdc' });
      expect(JSON.stringify(row.after).length).toBeLessThan(5000);
      expect((await org.audit.verify()).broken).toBeNull();
    });

    it('is whole when many write at once', async () => {
      const org = await freshOrg();
      await Promise.all(
        Array.from({ length: 40 }, (_, index) =>
          runAs(index % 2 ? ANNE : ROBOT, () => org.vlans.patch(index, null, { name: `v${index}` })),
        ),
      );
      expect(await org.audit.verify()).toMatchObject({ rows: 40, broken: null });
      const rows = await rowsOf(org);
      for (const { actor, target } of rows) {
        expect(actor.label).toBe((Number(target?.id) % 2 ? ANNE : ROBOT).label);
      }
    });

    it('is filtered and paged, the newest first', async () => {
      const org = await freshOrg();
      for (let vlan = 1; vlan <= 5; vlan++) {
        await runAs(ANNE, () => org.vlans.patch(vlan, null, { name: `Hall ${vlan}` }));
      }
      await org.audit.record({ action: 'export.read', target: { kind: 'export', id: 'cmdb' } }, ROBOT);
      const seqs = async (query: Parameters<typeof org.audit.list>[0]) => {
        const { rows, total } = await org.audit.list(query);
        expect(total).toBeGreaterThanOrEqual(rows.length);
        return rows.map(({ seq }) => seq);
      };
      expect(await seqs({ limit: 2, offset: 1 })).toEqual([5, 4]);
      expect(await seqs({ offset: 6 })).toEqual([]);
      expect(await seqs({ filter: { actor: 'nightly' } })).toEqual([6]);
      expect(await seqs({ filter: { actor: 'u1', actions: ['vlan.'] } })).toEqual([5, 4, 3, 2, 1]);
      expect(await seqs({ filter: { actions: ['export.read', 'device.'] } })).toEqual([6]);
      expect(await seqs({ filter: { targetKind: 'vlan', targetId: '3' } })).toEqual([3]);
      expect(await seqs({ filter: { text: 'HALL 2' } })).toEqual([2]);
      expect(await seqs({ filter: { text: '192.0.2.8' } })).toEqual([6]);
      expect(await seqs({ filter: { text: "%'_" } })).toEqual([]);
      const { at } = (await org.audit.list({ limit: 1, offset: 3 })).rows[0];
      expect(await seqs({ filter: { from: at } })).toEqual([6, 5, 4, 3]);
      expect(await seqs({ filter: { to: at } })).toEqual([2, 1]);
      expect(await org.audit.facets()).toEqual({
        actors: [
          { label: ANNE.label, rows: 5 },
          { label: ROBOT.label, rows: 1 },
        ],
        actions: [
          { action: 'export.read', rows: 1 },
          { action: 'vlan.changed', rows: 5 },
        ],
      });
      const all = await collected(org.audit.all({ actions: ['vlan.'] }));
      expect(all.map(({ seq }) => seq)).toEqual([5, 4, 3, 2, 1]);
    });

    it('hands out more than a page, and not what is written meanwhile', async () => {
      const org = await freshOrg();
      for (let index = 0; index < 1001; index++) {
        await org.audit.record({ action: 'export.read', target: { kind: 'export', id: `${index}` } });
      }
      const seen: number[] = [];
      for await (const { seq } of org.audit.all()) {
        if (seen.length === 0) await org.audit.record({ action: 'export.read' });
        seen.push(seq);
      }
      expect(seen).toEqual(Array.from({ length: 1001 }, (_, index) => 1001 - index));
      expect(await org.audit.verify()).toMatchObject({ rows: 1002, broken: null });
    });
  });
}
