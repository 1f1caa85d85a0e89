import { useTranslation } from 'react-i18next';
import type { DeviceType } from '../../../../src/model/device-types.ts';
import { DeviceIcon } from '../icons/DeviceIcon.tsx';
import { PageLink } from '../PageLink.tsx';
import { deviceLabel } from './device-label.ts';

interface DeviceLinkProps {
  readonly id: string;
  readonly type: DeviceType;
  readonly name: string | null;
  readonly ip?: string | null;
  /** Instead of the device's page. */
  readonly plain?: boolean;
}

/** Type icon and name, linked to the device's page. */
export function DeviceLink({ id, type, name, ip = null, plain = false }: DeviceLinkProps) {
  const { t } = useTranslation();
  const label = deviceLabel({ id, name, ip });
  const inside = (
    <>
      <span title={t(`ui.type.${type}`)} className="shrink-0">
        <DeviceIcon type={type} />
        <span className="sr-only">{t(`ui.type.${type}`)}</span>
      </span>
      <span className={name === null ? 'truncate font-mono text-xs' : 'truncate'}>{label}</span>
    </>
  );
  const look = 'inline-flex max-w-full min-w-0 items-center gap-2';
  if (plain) return <span className={look}>{inside}</span>;
  return (
    <PageLink to="/devices/$id" params={{ id }} className={`${look} hover:underline`}>
      {inside}
    </PageLink>
  );
}
