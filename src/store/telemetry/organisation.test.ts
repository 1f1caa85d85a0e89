/** No statement without an organisation, and nothing of one in the hands of another. */
import { describe, expect, it } from 'vitest';
import { conversation, START } from '../../../test/fixtures/telemetry.ts';
import { a, filledStore, HOUR, rows } from '../../../test/fixtures/three-flows.ts';
import type { Engine } from './engine.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { tablesWithoutOrg } from './reads/org-reader.ts';
import { forOrg, type OrgTelemetry } from './store.ts';
import type { Writer } from './writes/writer.ts';

const filled = filledStore();

describe('an organisation', () => {
  it('never sees another', async () => {
    const other = filled.store.forOrg('other');
    await other.writeConversations('c1', 0, [conversation(0, { serverName: 'theirs' })]);
    expect((await filled.org.flows({ serverName: 'theirs' })).total).toBe(0);
    expect((await filled.org.dashboard()).flows).toBe(3);
    expect((await other.dashboard()).bytes).toBe(0);
    expect(await other.topTalkers()).toEqual([]);
    await other.deleteCapture('c1');
    expect((await other.flows()).total).toBe(0);
    expect((await filled.org.flows()).total).toBe(3);
  });

  it.each(["a'b", '', 'a b', 'a/b', 'a\tb'])('cannot be called %j, nor can a capture', async (id) => {
    expect(() => filled.store.forOrg(id)).toThrow(/organisation id/);
    await expect(filled.org.writeConversations(id, 0, [...rows])).rejects.toThrow(/capture id/);
  });

  /** So much that every way to read is gone. */
  function answerTo(sql: string): object[] {
    if (sql.includes('AS total FROM vigie.')) return [{ total: 1 }];
    if (sql.includes('capture_id AS capture')) return [{ at: '2026-01-01 00:00:00', capture: 'c1', row: 0 }];
    if (sql.includes('toString(e.a)')) return Array(50_001).fill({ a: '1', b: '2', packets: 0, bytes: 0 });
    return [];
  }

  it('stands right behind every table of every statement', async () => {
    const seen: string[] = [];
    const note = (sql: string, parameters: object | undefined) => {
      seen.push(sql);
      expect(parameters).toMatchObject({ org: 'acme' });
      return [];
    };
    const engine: Engine = {
      query: async (sql, parameters) => {
        note(sql, parameters);
        return answerTo(sql) as never[];
      },
      command: async (sql, parameters) => void note(sql, parameters),
      insert: async ({ table }) => void seen.push(`INSERT INTO vigie.${table}`),
      close: async () => {},
    };
    const writer = { exclusive: (work: () => Promise<void>) => work(), write: async () => 'written' };
    const heard = forOrg(engine, writer as unknown as Writer, 'acme');
    const range = { from: START + 60e6, to: START + 3 * HOUR + 60e6 };
    const asked: Readonly<Record<keyof OrgTelemetry, unknown>> = {
      writeConversations: [],
      writeTraffic: [],
      writeEncoded: [],
      deleteCapture: await heard.deleteCapture('c1'),
      flows: [
        await heard.flows({ range, capture: 'c1' }),
        await heard.flows({ range, device: a, capture: 'c1' }),
        await heard.flows({ device: a, sort: 'serverName', port: 443 }),
      ],
      flow: await heard.flow('c1', 0),
      exportFlows: await heard.exportFlows().next(),
      topTalkers: await heard.topTalkers({ range }),
      bandwidth: await heard.bandwidth({ range, of: { device: a } }),
      services: await heard.services({ range, device: a }),
      protocols: await heard.protocols({ range }),
      vlans: await heard.vlans({ range }),
      topology: await heard.topology({ range, vlan: 10 }),
      deviceMatrix: await heard.deviceMatrix({ range }),
      vlanMatrix: await heard.vlanMatrix({ range }),
      dashboard: await heard.dashboard({ range }),
    };
    expect(Object.keys(asked).sort()).toEqual(Object.keys(heard).sort());
    const reads = seen.filter((sql) => !sql.startsWith('INSERT'));
    expect(reads.length).toBeGreaterThan(25);
    const ours = (sql: string) => sql.includes('vigie.') && tablesWithoutOrg(sql).length === 0;
    // How far a deletion is, is the engine's to say: of the organisation by its parameter.
    const engines = (sql: string) => sql.includes('FROM system.mutations') && sql.includes('{org:String}');
    expect(reads.filter((sql) => !ours(sql) && !engines(sql))).toEqual([]);
    for (const { statements } of MIGRATIONS) {
      const tables = statements.filter((sql) => sql.startsWith('CREATE TABLE'));
      expect(tables.filter((sql) => !/ORDER BY \(org_id, /.test(sql))).toEqual([]);
    }
  });

  it('is missed where it is missing', () => {
    expect(tablesWithoutOrg('SELECT 1 FROM vigie.traffic')).toEqual(['traffic']);
    expect(tablesWithoutOrg("SELECT 1 FROM vigie.traffic WHERE org_id = 'x'")).toEqual(['traffic']);
    expect(tablesWithoutOrg('SELECT 1 FROM vigie.traffic WHERE org_id = {org:String} OR 1')).toEqual([]);
  });
});
