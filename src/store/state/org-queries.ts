import { setImmediate as nextTurn } from 'node:timers/promises';
import { InputError } from '../../base/errors.ts';
import type { Connection, Queries, Transaction } from './connection.ts';

/** A database as one organisation sees it: `$1` is the organisation in every statement, the caller's begin at `$2`. */
export interface OrgQueries extends Queries {
  readonly orgId: string;
}

export interface OrgConnection extends OrgQueries {
  /** Changes to captures and devices: one at a time within an organisation. Throws when it does not exist. */
  change<Result>(work: (queries: OrgQueries) => Promise<Result>): Promise<Result>;
  /**
   * One of many small changes that a `change` follows: it reaches the disk with that one at the latest. Others' questions
   * come before the next step.
   */
  step<Result>(work: (queries: OrgQueries) => Promise<Result>): Promise<Result>;
  /** After changes that touched many rows. */
  tidy(): Promise<void>;
}

export function forOrganisation(connection: Connection, orgId: string): OrgConnection {
  const over = (queries: Queries): OrgQueries => ({
    orgId,
    query: (sql, params = []) => queries.query(sql, [orgId, ...params]),
  });
  async function inside<Result>(transaction: Transaction, work: (queries: OrgQueries) => Promise<Result>) {
    const queries = over(transaction);
    const found = await queries.query('SELECT org_id FROM organisations WHERE org_id = $1 FOR NO KEY UPDATE');
    if (found.length === 0) throw new InputError(`organisation ${orgId}: there is none with this id`);
    return work(queries);
  }
  return {
    ...over(connection),
    change: (work) => connection.transaction((transaction) => inside(transaction, work)),
    async step(work) {
      const result = await connection.transaction(async (transaction) => {
        await transaction.script('SET LOCAL synchronous_commit = off');
        return inside(transaction, work);
      });
      // The embedded database answers without a turn of the event loop: requests would not even be read.
      await nextTurn();
      return result;
    },
    tidy: () => connection.tidy(),
  };
}
