import { useTranslation } from 'react-i18next';
import { DeviceIcon } from '../../ui/icons/DeviceIcon.tsx';
import { Address } from '../../ui/network/Address.tsx';
import type { Endpoint, Flow } from './flow.ts';

interface EndpointCellProps {
  readonly end: Endpoint;
  readonly device: string | null;
  readonly label: Flow['srcLabel'];
}

/** Who: type icon, address and port in full, then as much of the name as fits. Nobody's address has no icon and no link. */
export function EndpointCell({ end, device, label }: EndpointCellProps) {
  const { t } = useTranslation();
  const text = end.ip ?? end.mac;
  if (text === null) return <span className="text-muted">–</span>;
  return (
    <span className="flex min-w-0 items-center gap-2">
      {label === null ? (
        <span className="w-4 shrink-0" />
      ) : (
        <span title={t(`ui.type.${label.type}`)} className="shrink-0">
          <DeviceIcon type={label.type} />
          <span className="sr-only">{t(`ui.type.${label.type}`)}</span>
        </span>
      )}
      <span className="shrink-0">
        <Address
          text={text}
          port={end.ip === null ? null : end.port}
          device={label === null ? null : device}
        />
      </span>
      {label === null || label.name === null ? null : (
        <span className="truncate text-muted" title={label.name}>
          {label.name}
        </span>
      )}
    </span>
  );
}
