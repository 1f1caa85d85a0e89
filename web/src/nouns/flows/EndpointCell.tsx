import { useTranslation } from 'react-i18next';
import { Badge } from '../../ui/Badge.tsx';
import { DeviceIcon } from '../../ui/icons/DeviceIcon.tsx';
import { Address } from '../../ui/network/Address.tsx';
import { type Endpoint, endpointText, type Flow } from './flow.ts';

interface EndpointCellProps {
  readonly end: Endpoint;
  readonly device: string | null;
  readonly label: Flow['srcLabel'];
  /** The device is at home on another VLAN. */
  readonly routed: boolean;
}

/**
 * Who: type icon, address and port (an IPv6 address as far as there is room), whether a router brought it here, then as much of the
 * name as fits. Nobody's address has no icon and no link.
 */
export function EndpointCell({ end, device, label, routed }: EndpointCellProps) {
  const { t } = useTranslation();
  const text = end.ip ?? end.mac;
  if (text === null) return <span className="text-muted">–</span>;
  return (
    // A name that would be cut to a letter or two goes to a second line, which is not shown.
    <span className="flex h-5 min-w-0 flex-wrap items-center gap-x-2 gap-y-1 overflow-hidden">
      <span className="flex max-w-full min-w-0 items-center gap-2">
        {label === null ? (
          <span className="w-4 shrink-0" />
        ) : (
          <span title={t(`ui.type.${label.type}`)} className="shrink-0">
            <DeviceIcon type={label.type} />
            <span className="sr-only">{t(`ui.type.${label.type}`)}</span>
          </span>
        )}
        <span className="min-w-0" title={endpointText(end) ?? text}>
          <Address
            text={text}
            port={end.ip === null ? null : end.port}
            device={label === null ? null : device}
          />
        </span>
      </span>
      {routed ? (
        <span className="shrink-0">
          <Badge title={t('flows.routedHint')}>{t('flows.routed')}</Badge>
        </span>
      ) : null}
      {label === null || label.name === null ? null : (
        <span className="h-5 min-w-12 flex-1 basis-12 truncate leading-5 text-muted" title={label.name}>
          {label.name}
        </span>
      )}
    </span>
  );
}
