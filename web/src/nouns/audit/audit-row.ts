import type { TFunction } from 'i18next';
import type { AuditAction, AuditRowDocument } from '../../../../src/api/audit/schemas.ts';

export type AuditRow = AuditRowDocument;

/** The words of an action; of one that this console does not know yet, its name. */
export const actionText = (t: TFunction, action: string): string =>
  t(`audit.action.${action as AuditAction}`, { defaultValue: action });

export function actorText(t: TFunction, { actor }: AuditRow): string {
  if (actor.kind === 'system') return t('audit.system');
  if (actor.kind === 'command-line') return t('audit.kind.command-line');
  return actor.label === '' ? t('audit.nobody') : actor.label;
}

export const targetText = ({ target }: AuditRow): string | null =>
  target === null ? null : (target.label ?? target.id);

export interface FieldChange {
  readonly name: string;
  /** JSON, or plain text; `null`: it was not there. */
  readonly before: string | null;
  readonly after: string | null;
}

/** Field by field, as it was and as it is since. */
export function changesOf({ before, after }: AuditRow): readonly FieldChange[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].sort();
  return names.map((name) => ({ name, before: text(before?.[name]), after: text(after?.[name]) }));
}

function text(value: unknown): string | null {
  if (value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
