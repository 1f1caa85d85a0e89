import type { TFunction } from 'i18next';
import { Badge } from '../../ui/Badge.tsx';
import type { Column } from '../../ui/table/column.ts';

interface Named {
  readonly name: string;
}

/** The name, and whether it is oneself. */
export function nameColumn<Person extends Named>(
  t: TFunction,
  isSelf: (person: Person) => boolean,
): Column<Person> {
  return {
    id: 'name',
    header: t('accounts.people.members.name'),
    widthPx: 220,
    sort: 'asc',
    sortValue: ({ name }) => name,
    cell: (person) => (
      <span className="inline-flex max-w-full items-center gap-2">
        <span className="truncate">{person.name}</span>
        {isSelf(person) ? <Badge tone="accent">{t('accounts.people.members.you')}</Badge> : null}
      </span>
    ),
  };
}

export function secondFactorColumn<Person extends { readonly hasTwoFactor: boolean }>(
  t: TFunction,
): Column<Person> {
  return {
    id: 'second',
    header: t('accounts.people.members.second'),
    widthPx: 130,
    sort: 'desc',
    sortValue: ({ hasTwoFactor }) => Number(hasTwoFactor),
    cell: ({ hasTwoFactor }) =>
      hasTwoFactor ? (
        <Badge tone="good">{t('ui.yes')}</Badge>
      ) : (
        <span className="text-muted">{t('ui.no')}</span>
      ),
  };
}
