import { useTranslation } from 'react-i18next';
import type { DeviceDetail } from '../../../nouns/devices/device.ts';
import { useExists } from '../../../nouns/devices/Evidence.tsx';
import { sayAttribute, sayAttributeValue } from '../../../nouns/devices/evidence-words.ts';
import { Card } from '../../../ui/layout/Card.tsx';
import { Claim } from './Claim.tsx';

/** What matters first, first; what the engine says besides follows by name. */
const ORDER = [
  'model',
  'firmware',
  'serial',
  'os',
  'vendor',
  'role',
  'gateway',
  'services',
  'servicesUsed',
  'description',
  'location',
  'domain',
  'managementAddress',
  'neighborPort',
  'nativeVlan',
];

function rank(name: string): number {
  const at = ORDER.indexOf(name);
  return at < 0 ? ORDER.length : at;
}

/** Everything that was said of it, each with its evidence. The type stands above. */
export function Attributes({ device }: { readonly device: DeviceDetail }) {
  const { t } = useTranslation();
  const exists = useExists();
  const names = Object.keys(device.attributes)
    .filter((name) => name !== 'type')
    .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
  return (
    <Card title={t('devices.why.attributes')}>
      {names.length === 0 ? (
        <p className="text-sm text-muted">{t('devices.why.noAttributes')}</p>
      ) : (
        names.map((name) => {
          const said = device.attributes[name];
          const sayValue = (value: string) => sayAttributeValue(t, exists, name, value);
          return (
            <Claim
              key={name}
              name={sayAttribute(t, exists, name)}
              value={sayValue(said[0]?.value ?? '')}
              said={said}
              sayValue={sayValue}
            />
          );
        })
      )}
    </Card>
  );
}
