import type { Micros } from '../../../base/time.ts';
import { cleanText } from '../json.ts';

/** Conditions hold together; absent: none. */
export interface AuditFilter {
  /** From included to excluded. */
  readonly from?: Micros;
  readonly to?: Micros;
  /** The actor's id, or label as it is shown. */
  readonly actor?: string;
  /** One of these; `device.` means every action of devices. */
  readonly actions?: readonly string[];
  readonly targetKind?: string;
  readonly targetId?: string;
  /** Somewhere in the names, addresses or fields, whatever the case. */
  readonly text?: string;
}

const SEARCHED = `lower(concat_ws(' ', actor_label, from_address, action, target_id, target_label, before_fields,
  after_fields))`;

/** A condition with its parameters, which begin at $2: $1 is the organisation. */
export function auditSql(filter: AuditFilter): { readonly where: string; readonly params: unknown[] } {
  const params: unknown[] = [];
  const param = (value: unknown) => `$${params.push(value) + 1}`;
  const { from, to, actor, actions, targetKind, targetId, text } = filter;
  const conditions = ['org_id = $1'];
  if (from !== undefined) conditions.push(`at >= ${param(from)}::bigint`);
  if (to !== undefined) conditions.push(`at < ${param(to)}::bigint`);
  if (actor !== undefined) {
    const who = param(cleanText(actor));
    conditions.push(`(actor_label = ${who} OR actor_id = ${who})`);
  }
  if (actions !== undefined) {
    const names = param(actions.map(cleanText));
    conditions.push(
      `(action = ANY(${names}::text[]) OR split_part(action, '.', 1) || '.' = ANY(${names}::text[]))`,
    );
  }
  if (targetKind !== undefined) conditions.push(`target_kind = ${param(cleanText(targetKind))}`);
  if (targetId !== undefined) conditions.push(`target_id = ${param(cleanText(targetId))}`);
  if (text !== undefined) conditions.push(`position(lower(${param(cleanText(text))}) IN ${SEARCHED}) > 0`);
  return { where: conditions.join(' AND '), params };
}
