import type { TFunction } from 'i18next';
import type { z } from 'zod';
import type { auditFacets } from '../../../../src/api/audit/schemas.ts';
import type { Parameters } from '../../data/api.ts';
import type { Scope } from '../../data/scope.ts';
import { one, type Search, several } from '../../data/search.ts';
import type { Filter } from '../../ui/table/filter.ts';
import { actionText } from './audit-row.ts';

export type AuditFacets = z.input<typeof auditFacets>;

const TARGET = /^[a-z-]{1,50}(:.{1,300})?$/s;
export const AUDIT_FILTERS = ['actor', 'action', 'target', 'q'] as const;

/** The filters of the page as the API takes them, held to the time range. */
export function auditParameters(search: Search, { from, to }: Scope): Parameters {
  const actions = several(search, 'action');
  return {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...{ actor: one(search, 'actor'), target: one(search, 'target'), q: one(search, 'q') },
    action: actions.length === 0 ? undefined : actions.join(','),
  };
}

export function auditFilters(t: TFunction, facets: AuditFacets | undefined): readonly Filter[] {
  return [
    {
      kind: 'choice',
      several: true,
      name: 'action',
      label: t('audit.filter.action'),
      choices: (facets?.actions ?? []).map(({ action }) => ({ value: action, label: actionText(t, action) })),
    },
    {
      kind: 'choice',
      name: 'actor',
      label: t('audit.filter.actor'),
      choices: (facets?.actors ?? [])
        .filter(({ label }) => label !== '')
        .map(({ label }) => ({ value: label, label: label === 'system' ? t('audit.system') : label })),
    },
    {
      kind: 'text',
      name: 'target',
      label: t('audit.filter.target'),
      hint: t('audit.filter.targetHint'),
      check: (text) => (TARGET.test(text) ? null : t('audit.filter.targetWrong')),
    },
  ];
}
