import { useTranslation } from 'react-i18next';
import { useSites } from '../../data/sites.ts';
import { Select } from '../../ui/form/Select.tsx';

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
export function SiteSelect({ value, none, onChange, ...select }: SiteSelectProps) {
  const { t } = useTranslation();
  const sites = useSites();
  if (sites.length === 0) return null;
  return (
    <Select
      {...select}
      className="max-w-64"
      value={value ?? ''}
      onChange={(siteId) => onChange(siteId === '' ? null : siteId)}
      choices={[
        { value: '', label: none ?? t('sites.none') },
        ...sites.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  );
}
