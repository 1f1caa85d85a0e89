import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useSites } from '../../data/sites.ts';

interface SiteSelectProps {
  readonly label: string;
  readonly value: string | null;
  /** What no site is called. */
  readonly none?: string;
  readonly onChange: (siteId: string | null) => void;
  readonly disabled?: boolean;
  readonly hideLabel?: boolean;
}

/** One of the organisation's sites, or none. Nothing where there are none to choose. */
export function SiteSelect({ label, value, none, onChange, disabled, hideLabel = false }: SiteSelectProps) {
  const { t } = useTranslation();
  const id = useId();
  const sites = useSites();
  if (sites.length === 0) return null;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'text-xs font-medium text-muted'}>
        {label}
      </label>
      <select
        id={id}
        value={value ?? ''}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
        className="h-8 max-w-64 min-w-0 rounded-md border bg-panel px-2 text-sm disabled:opacity-50"
      >
        <option value="">{none ?? t('sites.none')}</option>
        {sites.map((site) => (
          <option key={site.id} value={site.id}>
            {site.name}
          </option>
        ))}
      </select>
    </div>
  );
}
