import type { Micros } from '../../base/time.ts';
import { say } from '../../model/messages/message.ts';
import { wrongField } from '../../model/messages/refusal.ts';
import { LONGEST_ORGANISATION_NAME, ORGANISATION_ID } from '../../model/organisation-id.ts';
import type { Ledger } from './audit/ledger.ts';
import type { Connection } from './database/connection.ts';
import { cleanText } from './json.ts';
import { changePlatform } from './org-queries.ts';

export interface Organisation {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Micros;
}

/** The organisations themselves: the one repository that is not built for one of them. */
export interface Organisations {
  /** Makes it, or gives the one that has this id. An id is lower-case letters, digits and hyphens, 63 at most. */
  ensure(id: string, name: string): Promise<Organisation>;
  /** `null` when the id is taken: of two at once, one gets it. */
  create(id: string, name: string): Promise<Organisation | null>;
  get(id: string): Promise<Organisation | null>;
  /** False when there is none with this id. Throws when the name is empty or longer than 200 characters. */
  rename(id: string, name: string): Promise<boolean>;
  list(): Promise<Organisation[]>;
}

const COLUMNS = 'org_id AS id, name, created_at AS "createdAt"';

export function createOrganisations(
  connection: Connection,
  ledger: Ledger,
  now: () => Micros,
): Organisations {
  const get = async (id: string): Promise<Organisation | null> => {
    const rows = await connection.query<Organisation>(
      `SELECT ${COLUMNS} FROM organisations WHERE org_id = $1`,
      [cleanText(id)],
    );
    return rows[0] ?? null;
  };
  async function create(id: string, name: string): Promise<Organisation | null> {
    if (!ORGANISATION_ID.test(id)) throw wrongField('id', id, say('expected.organisation-id'));
    return changePlatform(connection, ledger, async (queries) => {
      const [made] = await queries.query<Organisation>(
        `INSERT INTO organisations (org_id, name, created_at) VALUES ($1, $2, $3)
         ON CONFLICT (org_id) DO NOTHING RETURNING ${COLUMNS}`,
        [id, cleanText(name), now()],
      );
      if (made === undefined) return null;
      const target = { kind: 'organisation', id, label: name };
      await queries.record({ action: 'organisation.created', target, after: { name } });
      return made;
    });
  }
  return {
    create,
    async ensure(id, name) {
      const there = (await get(id)) ?? (await create(id, name)) ?? (await get(id));
      if (there === null) throw new Error(`organisation ${id}: neither there nor made`);
      return there;
    },
    get,
    async rename(id, name) {
      const cleaned = cleanText(name).trim();
      if (cleaned === '' || cleaned.length > LONGEST_ORGANISATION_NAME)
        throw wrongField(
          ...(['name', cleaned] as const),
          say('expected.characters-range', { least: 1, most: LONGEST_ORGANISATION_NAME }),
        );
      return changePlatform(connection, ledger, async (queries) => {
        const [before] = await queries.query<{ name: string }>(
          'SELECT name FROM organisations WHERE org_id = $1 FOR UPDATE',
          [cleanText(id)],
        );
        if (before === undefined) return false;
        if (before.name === cleaned) return true;
        await queries.query('UPDATE organisations SET name = $2 WHERE org_id = $1', [cleanText(id), cleaned]);
        const target = { kind: 'organisation', id, label: cleaned };
        await queries.record({ action: 'organisation.renamed', target, before, after: { name: cleaned } });
        return true;
      });
    },
    list: () => connection.query(`SELECT ${COLUMNS} FROM organisations ORDER BY name, org_id`),
  };
}
