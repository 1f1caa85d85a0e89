import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { DEVICE_TYPES, type DeviceType } from '../../../../src/model/device-types.ts';

interface TypeSelectProps {
  readonly label: string;
  readonly value: DeviceType | null;
  /** What leaving it to the sources is called. */
  readonly found: string;
  readonly onChange: (type: DeviceType | null) => void;
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
