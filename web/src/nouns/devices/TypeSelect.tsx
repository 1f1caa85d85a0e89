import { useTranslation } from 'react-i18next';
import { DEVICE_TYPES, type DeviceType } from '../../../../src/model/device-types.ts';
import { Select } from '../../ui/form/Select.tsx';

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
export function TypeSelect({ value, found, onChange, ...select }: TypeSelectProps) {
  const { t } = useTranslation();
  return (
    <Select<DeviceType | ''>
      {...select}
      value={value ?? ''}
      onChange={(type) => onChange(type === '' ? null : type)}
      choices={[
        { value: '', label: found },
        ...DEVICE_TYPES.map((type) => ({ value: type, label: t(`ui.type.${type}`) })),
      ]}
    />
  );
}
