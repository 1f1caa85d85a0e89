import { Download } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { linkUrl } from '../../data/api.ts';
import { useScope } from '../../data/scope.ts';
import { several } from '../../data/search.ts';
import { useMay } from '../../data/session/use-session.ts';
import { useSearch } from '../../data/use-search.ts';
import { useDeviceNames } from '../../nouns/devices/use-device-names.ts';
import { FlowsTable } from '../../nouns/flows/FlowsTable.tsx';
import { flowFilters, flowParameters } from '../../nouns/flows/flow-filters.ts';
import { buttonClass } from '../../ui/Button.tsx';
import { Page } from '../../ui/Page.tsx';

export default function FlowsPage() {
  const { t } = useTranslation();
  const search = useSearch();
  const scope = useScope();
  const mayExport = useMay('export:read');
  const nameOf = useDeviceNames([...several(search, 'device'), ...several(search, 'peer')]);
  const filters = useMemo(() => flowFilters(t, nameOf), [t, nameOf]);
  const parameters = flowParameters(search, scope);
  return (
    <Page
      title={t('flows.title')}
      fill
      actions={
        mayExport ? (
          <a
            href={linkUrl('/export/flows', { ...parameters, format: 'json' })}
            download
            title={t('flows.jsonHint')}
            className={buttonClass('quiet', 'small')}
          >
            <Download size={14} aria-hidden />
            {t('flows.json')}
          </a>
        ) : null
      }
    >
      <FlowsTable
        name="flows"
        label={t('flows.title')}
        path="/flows"
        parameters={parameters}
        exported={parameters}
        filters={filters}
      />
    </Page>
  );
}
