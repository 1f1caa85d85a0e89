import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { TrafficChart } from '../../../charts/TrafficChart.tsx';
import { useScope } from '../../../data/scope.ts';
import { several } from '../../../data/search.ts';
import { useSearch } from '../../../data/use-search.ts';
import { bandwidthPathOf, type DeviceDetail, flowsPathOf } from '../../../nouns/devices/device.ts';
import { useDeviceNames } from '../../../nouns/devices/use-device-names.ts';
import { FlowsTable } from '../../../nouns/flows/FlowsTable.tsx';
import { flowFilters, flowParameters } from '../../../nouns/flows/flow-filters.ts';
import { Card } from '../../../ui/layout/Card.tsx';
import { Peers } from './Peers.tsx';

/** How much, with whom, in which conversations. */
export function ActivityTab({ device }: { readonly device: DeviceDetail }) {
  const { t } = useTranslation();
  const search = useSearch();
  const scope = useScope();
  const nameOf = useDeviceNames(several(search, 'peer'));
  const filters = useMemo(() => flowFilters(t, nameOf).filter(({ name }) => name !== 'device'), [t, nameOf]);
  const { device: _, ...parameters } = flowParameters(search, scope);
  const directions = useMemo(
    () => [t('devices.activity.sent'), t('devices.activity.received')] as const,
    [t],
  );
  return (
    <div className="flex flex-col gap-4">
      <Card title={t('devices.activity.bandwidth')}>
        <TrafficChart
          label={t('devices.activity.bandwidth')}
          path={bandwidthPathOf(device.id)}
          parameters={{ ...scope }}
          directions={directions}
          heightPx={180}
        />
      </Card>
      <Peers device={device} />
      <section aria-label={t('devices.activity.flows')} className="flex min-w-0 flex-col gap-2">
        <h2>{t('devices.activity.flows')}</h2>
        <FlowsTable
          name="device-flows"
          label={t('flows.ofDevice')}
          path={flowsPathOf(device.id)}
          parameters={parameters}
          exported={{ ...parameters, device: device.id }}
          filters={filters}
          short
        />
      </section>
    </div>
  );
}
