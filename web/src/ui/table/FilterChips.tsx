import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { several } from '../../data/search.ts';
import { useChangeSearch, useSearch } from '../../data/use-search.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { type Filter, sayValue } from './filter.ts';

/** What is asked for, read as a sentence: "type is PLC or RTU" and "VLAN is 20". */
export function FilterChips({ filters }: { readonly filters: readonly Filter[] }) {
  const { t } = useTranslation();
  const search = useSearch();
  const asked = filters.filter(({ name }) => several(search, name).length > 0);
  if (asked.length === 0) return null;
  return (
    <ul aria-label={t('table.filters')} className="contents">
      {asked.map((filter, index) => (
        <li key={filter.name} className="inline-flex items-center gap-2">
          {index > 0 ? <span className="text-xs text-muted">{t('ui.and')}</span> : null}
          <Chip filter={filter} values={several(search, filter.name)} />
        </li>
      ))}
    </ul>
  );
}

function Chip({ filter, values }: { readonly filter: Filter; readonly values: readonly string[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const change = useChangeSearch();
  const said = format.any(values.map((value) => sayValue(filter, value)));
  const sentence = filter.kind === 'yes-no' ? said : `${filter.label} ${t('table.is')} ${said}`;
  return (
    <span className="inline-flex h-7 max-w-80 items-center gap-1 rounded-md border bg-wash pr-1 pl-2 text-xs">
      <span className="truncate">
        {filter.kind === 'yes-no' ? null : (
          <span className="text-muted">
            {filter.label} {t('table.is')}{' '}
          </span>
        )}
        <span className="font-medium">{said}</span>
      </span>
      <button
        type="button"
        aria-label={t('table.removeFilter', { filter: sentence })}
        onClick={() => change({ [filter.name]: undefined, open: undefined })}
        className="rounded-sm p-0.5 text-muted hover:text-ink"
      >
        <X size={12} aria-hidden />
      </button>
    </span>
  );
}
