import type { AuditTarget } from '../../../model/audit.ts';
import type { Queries } from '../database/connection.ts';
import type { PlatformChange } from '../org-queries.ts';

/** A change to people and what is theirs: all of it and its rows of the audit log, or nothing. */
export type ChangeAccounts = <Result>(work: (queries: PlatformChange) => Promise<Result>) => Promise<Result>;

/** As the audit log names a person: under the email of now. */
export async function personTarget(queries: Queries, id: string): Promise<AuditTarget> {
  const [person] = await queries.query<{ email: string }>('SELECT email FROM users WHERE id = $1', [id]);
  return { kind: 'user', id, label: person?.email ?? null };
}
