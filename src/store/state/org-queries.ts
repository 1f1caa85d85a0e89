import { InputError } from '../../base/errors.ts';
import type { Connection, Queries } from './connection.ts';

/** A database as one organisation sees it: `$1` is the organisation in every statement, the caller's begin at `$2`. */
export interface OrgQueries extends Queries {
  readonly orgId: string;
}

export interface OrgConnection extends OrgQueries {
  /** Changes to captures and devices: one at a time within an organisation. Throws when it does not exist. */
  change<Result>(work: (queries: OrgQueries) => Promise<Result>): Promise<Result>;
  /** The same for changes that touch many rows. */
  changeMany<Result>(work: (queries: OrgQueries) => Promise<Result>): Promise<Result>;
}

export function forOrganisation(connection: Connection, orgId: string): OrgConnection {
  const over = (queries: Queries): OrgQueries => ({
    orgId,
    query: (sql, params = []) => queries.query(sql, [orgId, ...params]),
  });
  const change: OrgConnection['change'] = (work) =>
    connection.transaction(async (transaction) => {
      const queries = over(transaction);
      const found = await queries.query(
        'SELECT org_id FROM organisations WHERE org_id = $1 FOR NO KEY UPDATE',
      );
      if (found.length === 0) throw new InputError(`organisation ${orgId}: there is none with this id`);
      return work(queries);
    });
  return {
    ...over(connection),
    change,
    async changeMany(work) {
      const result = await change(work);
      await connection.tidy();
      return result;
    },
  };
}
