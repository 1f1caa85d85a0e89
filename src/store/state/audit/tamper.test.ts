/** Whatever somebody does to the log behind Vigie's back is found, and the first row that it shows at is named. */
import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Audited, audited, collected, HEAD_KEYS } from '../../../../test/fixtures/audit.ts';
import { backends } from '../../../../test/fixtures/state-store.ts';
import type { Audit } from './audit.ts';
import { sign } from './heads.ts';
import { hashOf, NO_HASH, ROW_COLUMNS, type StoredRow } from './row.ts';

/** What each may be changed to; never what it is. */
const COLUMNS = {
  at: 'at = at + 1',
  actor_kind: "actor_kind = actor_kind || 'x'",
  actor_id: "actor_id = actor_id || 'x'",
  actor_label: "actor_label = actor_label || 'x'",
  from_address: "from_address = CASE WHEN from_address IS NULL THEN '' ELSE NULL END",
  action: "action = 'device.changed'",
  target_kind: "target_kind = coalesce(target_kind, '') || 'x'",
  target_id: "target_id = coalesce(target_id, '') || 'x'",
  target_label: "target_label = coalesce(target_label, '') || 'x'",
  before_fields: "before_fields = coalesce(before_fields, '{}') || ' '",
  after_fields: 'after_fields = NULL',
  previous_hash: "previous_hash = repeat('f', 64)",
  hash: "hash = repeat('e', 64)",
} as const;
type Column = keyof typeof COLUMNS;

type Tampering =
  | { readonly kind: 'change'; readonly column: Column; readonly at: number }
  | { readonly kind: 'remove' | 'insert' | 'rewrite' | 'forge'; readonly at: number }
  | { readonly kind: 'swap'; readonly at: number; readonly with: number }
  | { readonly kind: 'cut'; readonly at: number; readonly head: 'left' | 'guessed' | 'replayed' | 'removed' }
  | { readonly kind: 'append'; readonly head: 'left' | 'guessed' }
  | { readonly kind: 'empty' };

const at = fc.nat(1000);
const tampering: fc.Arbitrary<Tampering> = fc.oneof(
  fc.record({
    kind: fc.constant('change' as const),
    column: fc.constantFrom(...(Object.keys(COLUMNS) as Column[])),
    at,
  }),
  fc.record({
    kind: fc.constantFrom('remove' as const, 'insert' as const, 'rewrite' as const, 'forge' as const),
    at,
  }),
  fc.record({ kind: fc.constant('swap' as const), at, with: at }),
  fc.record({
    kind: fc.constant('cut' as const),
    at,
    head: fc.constantFrom('left' as const, 'guessed' as const, 'replayed' as const, 'removed' as const),
  }),
  fc.record({
    kind: fc.constant('append' as const),
    head: fc.constantFrom('left' as const, 'guessed' as const),
  }),
  fc.constant({ kind: 'empty' as const }),
);

for (const backend of backends()) {
  if (backend.missing !== null) console.warn(`skipped: ${backend.missing}`);
  describe.skipIf(backend.missing !== null)(`tampering on ${backend.name}`, () => {
    let under: Audited;
    let count = 0;
    beforeAll(async () => {
      await backend.start();
      under = await audited(await backend.place());
      await under.disarm();
    });
    afterAll(async () => {
      await under?.close();
      await backend.stop();
    });

    const rowsOf = (chain: string) =>
      under.raw.query<StoredRow>(`SELECT ${ROW_COLUMNS} FROM audit_log WHERE org_id = $1 ORDER BY seq`, [
        chain,
      ]);
    const write = async (audit: Audit, rows: number, mark: string) => {
      for (let index = 0; index < rows; index++) {
        await audit.record({
          action: 'export.read',
          target: { kind: 'export', id: `${mark}-${index}` },
          after: { index },
        });
      }
    };
    const put = async (chain: string, row: StoredRow) => {
      const values = [
        chain,
        row.seq,
        row.at,
        row.actorKind,
        row.actorId,
        row.actorLabel,
        row.from,
        row.action,
      ];
      await under.raw.query(
        `INSERT INTO audit_log VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
        [
          ...values,
          row.targetKind,
          row.targetId,
          row.targetLabel,
          row.before,
          row.after,
          row.previous,
          row.hash,
        ],
      );
    };
    const replace = async (chain: string, rows: readonly StoredRow[]) => {
      await under.raw.query('DELETE FROM audit_log WHERE org_id = $1', [chain]);
      for (const row of rows) await put(chain, row);
    };
    /** Rows that fit together again, hash by hash. */
    const rechained = (chain: string, rows: readonly StoredRow[]) => {
      let previous = NO_HASH;
      return rows.map((row, index) => {
        const next = { ...row, seq: index + 1, previous };
        previous = hashOf(chain, next);
        return { ...next, hash: previous };
      });
    };
    const setHead = (chain: string, seq: number, hash: string, mac: string | null) =>
      under.raw.query(
        'UPDATE audit_heads SET seq = $2, hash = $3, mac = coalesce($4, mac) WHERE org_id = $1',
        [...[chain, seq, hash, mac]],
      );

    /** Does it; gives the first row that must be named, or null when any will do. */
    async function tamper(chain: string, what: Tampering): Promise<number | null> {
      const rows = await rowsOf(chain);
      const n = rows.length;
      const pick = (nat: number, least = 1) => least + (nat % (n - least + 1));
      switch (what.kind) {
        case 'change': {
          const seq = pick(what.at);
          await under.raw.query(
            `UPDATE audit_log SET ${COLUMNS[what.column]} WHERE org_id = $1 AND seq = $2`,
            [...[chain, seq]],
          );
          return seq;
        }
        case 'remove': {
          const seq = pick(what.at);
          await under.raw.query('DELETE FROM audit_log WHERE org_id = $1 AND seq = $2', [chain, seq]);
          return seq;
        }
        case 'swap': {
          const [a, b] = [pick(what.at), pick(what.with)];
          const other = a === b ? (a % n) + 1 : b;
          await replace(
            chain,
            rows.map((row) => ({ ...row, seq: row.seq === a ? other : row.seq === other ? a : row.seq })),
          );
          return Math.min(a, other);
        }
        case 'insert': {
          const seq = pick(what.at);
          const extra = { ...rows[seq - 1], actorLabel: 'somebody else', seq };
          const hashed = { ...extra, hash: hashOf(chain, extra) };
          await replace(chain, [
            ...rows.slice(0, seq - 1),
            hashed,
            ...rows.slice(seq - 1).map((row) => ({ ...row, seq: row.seq + 1 })),
          ]);
          // What was put in fits the row before it, so the next one shows it; of the last row Vigie knows the hash.
          return seq === n ? n : seq + 1;
        }
        case 'rewrite':
        case 'forge': {
          const seq = pick(what.at);
          const said = rows.map((row) => (row.seq === seq ? { ...row, actorLabel: 'somebody else' } : row));
          const again = rechained(chain, said);
          await replace(chain, again);
          if (what.kind === 'forge') await setHead(chain, n, again[n - 1].hash, 'f'.repeat(64));
          return null;
        }
        case 'cut': {
          const seq = pick(what.at, 2);
          await under.raw.query('DELETE FROM audit_log WHERE org_id = $1 AND seq >= $2', [chain, seq]);
          const last = rows[seq - 2];
          if (what.head === 'removed')
            await under.raw.query('DELETE FROM audit_heads WHERE org_id = $1', [chain]);
          if (what.head === 'guessed') await setHead(chain, last.seq, last.hash, null);
          // As it once was: somebody kept it.
          const old = sign(HEAD_KEYS.current, chain, last);
          if (what.head === 'replayed') await setHead(chain, last.seq, last.hash, old.mac);
          return seq;
        }
        case 'append': {
          const last = rows[n - 1];
          const extra = { ...last, seq: n + 1, previous: last.hash };
          const hashed = { ...extra, hash: hashOf(chain, extra) };
          await put(chain, hashed);
          if (what.head === 'guessed') await setHead(chain, n + 1, hashed.hash, null);
          return n + 1;
        }
        case 'empty':
          await under.raw.query('DELETE FROM audit_log WHERE org_id = $1', [chain]);
          await under.raw.query('DELETE FROM audit_heads WHERE org_id = $1', [chain]);
          return 1;
      }
    }

    it('is always found, before and after the log goes on', { timeout: 300_000 }, async () => {
      const random = {
        rows: fc.integer({ min: 2, max: 8 }),
        more: fc.nat(3),
        what: tampering,
        restarts: fc.boolean(),
      };
      await fc.assert(
        fc.asyncProperty(fc.record(random), async ({ rows, more, what, restarts }) => {
          const chain = `org-${++count}`;
          let store = under.start();
          await store.organisations.ensure(chain, 'Made Up');
          await write(store.forOrg(chain).audit, rows, 'honest');
          expect(await store.forOrg(chain).audit.verify()).toEqual({ chain, rows, broken: null });
          if (restarts) {
            await store.close();
            store = under.start();
          }
          const seq = await tamper(chain, what);
          const found = await store.forOrg(chain).audit.verify();
          expect(found.broken).not.toBeNull();
          if (seq !== null) expect(found.broken?.seq).toBe(seq);
          // Vigie goes on, starts again, and makes nothing good. Some of it the database itself does not take any more.
          await write(store.forOrg(chain).audit, more, 'after').catch(() => {});
          expect((await store.forOrg(chain).audit.verify()).broken).not.toBeNull();
          await store.close();
          const again = under.start();
          expect((await again.forOrg(chain).audit.verify()).broken).not.toBeNull();
          const all = await collected(again.audit.verifyAll());
          expect(all.find((verdict) => verdict.chain === chain)?.broken).not.toBeNull();
          expect(all.find((verdict) => verdict.chain === '_platform')?.broken).toBeNull();
          await again.close();
        }),
        { numRuns: 25 },
      );
    });

    it('is told from what happened: each kind has its name', async () => {
      const faults: Record<string, string | undefined> = {};
      const tries: Record<string, Tampering> = {
        changed: { kind: 'change', column: 'actor_label', at: 2 },
        missing: { kind: 'remove', at: 1 },
        moved: { kind: 'swap', at: 1, with: 2 },
        cut: { kind: 'cut', at: 2, head: 'replayed' },
        added: { kind: 'append', head: 'left' },
        rewritten: { kind: 'rewrite', at: 0 },
      };
      for (const [name, what] of Object.entries(tries)) {
        const chain = `org-${++count}`;
        const store = under.start();
        await store.organisations.ensure(chain, 'Made Up');
        await write(store.forOrg(chain).audit, 4, 'honest');
        await tamper(chain, what);
        faults[name] = (await store.forOrg(chain).audit.verify()).broken?.fault;
        await store.close();
      }
      expect(faults).toEqual(Object.fromEntries(Object.keys(tries).map((name) => [name, name])));
    });

    it('is found when the log was written without the key, or the file beside it was changed', async () => {
      const chain = `org-${++count}`;
      const keyless = under.start(null);
      await keyless.organisations.ensure(chain, 'Made Up');
      await write(keyless.forOrg(chain).audit, 2, 'unsigned');
      expect((await keyless.forOrg(chain).audit.verify()).broken).toBeNull();
      await keyless.close();
      const store = under.start();
      expect((await store.forOrg(chain).audit.verify()).broken?.fault).toBe('unsigned');
      await store.close();
      writeFileSync(under.headsPath, '{"heads":{},"keyId":"k1","mac":"00"}\n');
      const after = under.start();
      expect(after.audit.fileProblem()).toBe('its signature does not fit');
      await after.close();
    });
  });
}
