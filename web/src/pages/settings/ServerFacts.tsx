import { useTranslation } from 'react-i18next';
import type { Status } from '../../data/status.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Facts } from '../../ui/layout/Facts.tsx';
import { Time } from '../../ui/Time.tsx';

export function ServerFacts({ status }: { readonly status: Status }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { stores } = status;
  return (
    <Facts
      facts={[
        [t('settings.version'), status.version],
        [t('settings.organisation'), status.organisation.name],
        [
          t('settings.since'),
          <span key="since" className="*:whitespace-normal">
            <Time at={status.startedAt} exact /> ({format.duration(status.uptimeSeconds)})
          </span>,
        ],
        [t('settings.memory'), format.bytes(status.memoryBytes)],
        [t('settings.limits'), format.bytes(status.limits.uploadBytes)],
        [t('settings.state'), t(`settings.engine.${stores.state.engine}`)],
        [t('settings.telemetry'), t(`settings.engine.${stores.telemetry.engine}`)],
      ]}
    />
  );
}
