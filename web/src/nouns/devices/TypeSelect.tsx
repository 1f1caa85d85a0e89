import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { en } from '../../i18n/en/index.ts';
import type { Device } from './device.ts';

type Type = Device['type'];
type TypeWord = keyof typeof en.ui.type;

/** In the order of networks: what carries, what serves, what people use, what runs machines. */
export const DEVICE_TYPES: readonly (Type & TypeWord)[] = [
  'router',
  'switch',
  'access-point',
  'firewall',
  'server',
  'workstation',
  'laptop',
  'phone',
  'printer',
  'camera',
  'voip',
  'iot',
  'plc',
  'hmi',
  'rtu',
  'drive',
  'io',
  'historian',
  'engineering-station',
  'unknown',
];

interface TypeSelectProps {
  readonly label: string;
  readonly value: Type | null;
  /** What leaving it to the sources is called. */
  readonly found: string;
  readonly onChange: (type: Type | null) => void;
  readonly disabled?: boolean;
  readonly hideLabel?: boolean;
}

/** A person's word on the type, or none. */
export function TypeSelect({ label, value, found, onChange, disabled, hideLabel = false }: TypeSelectProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'text-xs font-medium text-muted'}>
        {label}
      </label>
      <select
        id={id}
        value={value ?? ''}
        disabled={disabled}
        onChange={(event) => onChange(DEVICE_TYPES.find((type) => type === event.target.value) ?? null)}
        className="h-8 min-w-0 rounded-md border bg-panel px-2 text-sm disabled:opacity-50"
      >
        <option value="">{found}</option>
        {DEVICE_TYPES.map((type) => (
          <option key={type} value={type}>
            {t(`ui.type.${type}`)}
          </option>
        ))}
      </select>
    </div>
  );
}
