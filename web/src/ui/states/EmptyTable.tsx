import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useChangeSearch, useSearch } from '../../data/use-search.ts';
import { Button } from '../Button.tsx';
import { Empty } from './States.tsx';

interface EmptyTableProps {
  readonly icon: LucideIcon;
  /** Names in the URL that narrow the list; the time range does so as well. */
  readonly filters: readonly string[];
  /** Something is asked for, and nothing is like it. */
  readonly noMatch: string;
  /** There is nothing at all; what to do. */
  readonly title: string;
  readonly hint: ReactNode;
  readonly action?: ReactNode;
}

/** None at all, or none that is asked for. */
export function EmptyTable({ icon, filters, noMatch, title, hint, action }: EmptyTableProps) {
  const { t } = useTranslation();
  const search = useSearch();
  const change = useChangeSearch();
  const asked = [...filters, 'from', 'to'];
  if (!asked.some((name) => search[name] !== undefined))
    return (
      <Empty icon={icon} title={title} action={action}>
        {hint}
      </Empty>
    );
  return (
    <Empty
      icon={icon}
      title={noMatch}
      action={
        <Button onClick={() => change(Object.fromEntries(asked.map((name) => [name, undefined])))}>
          {t('table.clearFilters')}
        </Button>
      }
    >
      {t('table.noMatchHint')}
    </Empty>
  );
}
