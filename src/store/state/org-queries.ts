import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AuditActor, AuditEntry } from '../../model/audit.ts';
import { say } from '../../model/messages/message.ts';
import { Refusal } from '../../model/messages/refusal.ts';
import type { Head } from './audit/heads.ts';
import type { Ledger } from './audit/ledger.ts';
import { PLATFORM } from './audit/row.ts';
import type { Connection, Queries, Transaction } from './database/connection.ts';

/** A database as one organisation sees it: `$1` is the organisation in every statement, the caller's begin at `$2`. */
export interface OrgQueries extends Queries {
  readonly orgId: string;
}

/** A change under way: what it does is written down in the audit log, in the same transaction. */
export interface OrgChange extends OrgQueries {
  /** Default actor: of the context (audit/context.ts). */
  record(entry: AuditEntry, actor?: AuditActor): Promise<void>;
}

export interface OrgConnection extends OrgQueries {
  /** Changes to captures and devices: one at a time within an organisation. Throws when it does not exist. */
  change<Result>(work: (queries: OrgChange) => Promise<Result>): Promise<Result>;
  /**
   * One of many small changes that a `change` follows: it reaches the disk with that one at the latest. Others' questions
   * come before the next step.
   */
  step<Result>(work: (queries: OrgQueries) => Promise<Result>): Promise<Result>;
  /** After changes that touched many rows. */
  tidy(): Promise<void>;
}

/** `wrote` hears of every change when it is committed, and before whoever made it does. */
export function forOrganisation(
  connection: Connection,
  orgId: string,
  ledger: Ledger,
  wrote: () => void = () => {},
): OrgConnection {
  const org = scoped(connection, orgId, ledger, async (queries) => {
    const found = await queries.query('SELECT org_id FROM organisations WHERE org_id = $1 FOR NO KEY UPDATE');
    if (found.length === 0)
      throw new Refusal(say('there.none', { thing: say('thing.organisation'), id: orgId }));
  });
  return {
    ...org,
    change: (work) => org.change(work).finally(wrote),
    step: (work) => org.step(work).finally(wrote),
  };
}

/** What belongs to no organisation, under the id that none can have. */
export function forPlatform(connection: Connection, ledger: Ledger): OrgConnection {
  return scoped(connection, PLATFORM, ledger, async () => {});
}

export interface PlatformChange extends Queries {
  /** In the platform's chain. After the change itself: others wait for the end of the chain until this is committed. */
  record(entry: AuditEntry, actor?: AuditActor): Promise<void>;
  /** In that of an organisation, where it is about a member of it; after what goes into the platform's. */
  recordIn(orgId: string, entry: AuditEntry, actor?: AuditActor): Promise<void>;
}

/** A change to what belongs to no organisation (people, organisations): statements as they are, written down with it. */
export async function changePlatform<Result>(
  connection: Connection,
  ledger: Ledger,
  work: (queries: PlatformChange) => Promise<Result>,
): Promise<Result> {
  const heads = new Map<string, Head | null>();
  const result = await connection.transaction((transaction) => {
    const recordIn: PlatformChange['recordIn'] = async (chain, entry, actor) => {
      heads.set(chain, await ledger.append(over(transaction, chain), entry, actor));
    };
    return work({
      query: transaction.query,
      record: (entry, actor) => recordIn(PLATFORM, entry, actor),
      recordIn,
    });
  });
  for (const [chain, head] of heads) if (head !== null) ledger.file.note(chain, head);
  return result;
}

const over = (queries: Queries, orgId: string): OrgQueries => ({
  orgId,
  query: (sql, params = []) => queries.query(sql, [orgId, ...params]),
});

function scoped(
  connection: Connection,
  orgId: string,
  ledger: Ledger,
  enter: (queries: OrgQueries) => Promise<void>,
): OrgConnection {
  return {
    ...over(connection, orgId),
    async change(work) {
      let head: Head | null = null;
      const result = await connection.transaction(async (transaction) => {
        const queries = over(transaction, orgId);
        await enter(queries);
        return work({
          ...queries,
          record: async (entry, actor) => {
            head = await ledger.append(queries, entry, actor);
          },
        });
      });
      if (head !== null) ledger.file.note(orgId, head);
      return result;
    },
    async step(work) {
      const result = await connection.transaction(async (transaction: Transaction) => {
        await transaction.script('SET LOCAL synchronous_commit = off');
        const queries = over(transaction, orgId);
        await enter(queries);
        return work(queries);
      });
      // The embedded database answers without a turn of the event loop: requests would not even be read.
      await nextTurn();
      return result;
    },
    tidy: () => connection.tidy(),
  };
}
