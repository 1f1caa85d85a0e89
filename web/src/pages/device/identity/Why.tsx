import { RotateCcw, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DeviceDetail } from '../../../nouns/devices/device.ts';
import { useExists } from '../../../nouns/devices/Evidence.tsx';
import { sayAttributeValue, saySource } from '../../../nouns/devices/evidence-words.ts';
import { useDeviceSave } from '../../../nouns/devices/use-device-save.ts';
import { SaveTrouble } from '../../../nouns/edit/SaveTrouble.tsx';
import { Badge } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { DeviceIcon } from '../../../ui/icons/DeviceIcon.tsx';
import { Card } from '../../../ui/layout/Card.tsx';
import { deviceLabel } from '../../../ui/network/device-label.ts';
import { Claim } from './Claim.tsx';

interface DeviceProps {
  readonly device: DeviceDetail;
}

/** Why this name, this type and this vendor. A person's word comes first, and what was found stays beside it. */
export function Why({ device }: DeviceProps) {
  const { t } = useTranslation();
  return (
    <Card title={t('devices.why.title')}>
      <WhyName device={device} />
      <WhyType device={device} />
      <WhyVendor device={device} />
    </Card>
  );
}

function WhyName({ device }: DeviceProps) {
  const { t } = useTranslation();
  const restore = useDeviceSave(device, (_: null) => ({ name: null }));
  const { names, words, found } = device;
  return (
    <Claim
      name={t('devices.why.name')}
      value={deviceLabel(device)}
      said={[]}
      sayValue={(value) => value}
      because={
        <div className="flex flex-col gap-1">
          {words.name === null ? null : (
            <PersonSaid
              found={found.name ?? t('ui.none')}
              saving={restore.saving}
              onRestore={() => void restore.save(null)}
            />
          )}
          <NameSources names={names} beaten={words.name !== null} />
          <SaveTrouble
            save={restore}
            what={t('devices.conflict.device')}
            theirs={(now) => now.name ?? ''}
            mine={() => found.name ?? ''}
            onDone={() => undefined}
          />
        </div>
      }
    />
  );
}

/** Who gave the name; other names with theirs. */
function NameSources({ names, beaten }: Pick<DeviceDetail, 'names'> & { readonly beaten: boolean }) {
  const { t } = useTranslation();
  const exists = useExists();
  const [best, ...rest] = names;
  const others = beaten ? names : rest;
  if (best === undefined) return <p className="text-muted">{t('devices.why.noName')}</p>;
  const from = (source: string) => t('devices.why.nameSource', { source: saySource(t, exists, source) });
  return (
    <>
      {beaten ? null : <p className="text-muted">{from(best.source)}</p>}
      {others.length === 0 ? null : (
        <ul className="flex flex-col gap-0.5 text-muted">
          {others.map(({ value, source }) => (
            <li key={`${value} ${source}`}>
              {t('devices.why.alternatives')} <span className="text-ink">{value}</span>, {from(source)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function WhyType({ device }: DeviceProps) {
  const { t } = useTranslation();
  const exists = useExists();
  const restore = useDeviceSave(device, (_: null) => ({ type: null }));
  const { attributes, words, found, type } = device;
  const said = attributes.type ?? [];
  const word = (of: DeviceDetail['type']) => t(`ui.type.${of}`);
  const person =
    words.type === null ? null : (
      <div className="flex flex-col gap-1">
        <PersonSaid
          found={word(found.type)}
          saving={restore.saving}
          onRestore={() => void restore.save(null)}
        />
        <SaveTrouble
          save={restore}
          what={t('devices.conflict.device')}
          theirs={(now) => word(now.type)}
          mine={() => word(found.type)}
          onDone={() => undefined}
        />
      </div>
    );
  return (
    <Claim
      name={t('devices.why.type')}
      value={
        <span className="inline-flex items-center gap-1.5">
          <DeviceIcon type={type} />
          {word(type)}
        </span>
      }
      said={said}
      sayValue={(value) => sayAttributeValue(t, exists, 'type', value)}
      because={
        person ?? (said.length === 0 ? <p className="text-muted">{t('devices.why.noType')}</p> : undefined)
      }
    />
  );
}

function WhyVendor({ device: { vendor, macs } }: DeviceProps) {
  const { t } = useTranslation();
  return (
    <Claim
      name={t('devices.why.vendor')}
      value={vendor ?? '–'}
      said={[]}
      sayValue={(value) => value}
      because={
        <p className="text-muted">
          {vendor === null || macs.length === 0
            ? t('devices.why.vendorNone')
            : t('devices.why.nameSource', {
                source: t('devices.why.vendorOui', { prefix: macs[0].slice(0, 8) }),
              })}
        </p>
      }
    />
  );
}

interface PersonSaidProps {
  readonly found: string;
  readonly saving: boolean;
  readonly onRestore: () => void;
}

function PersonSaid({ found, saving, onRestore }: PersonSaidProps) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Badge tone="accent" title={t('devices.why.personBeats')}>
        <UserRound size={12} aria-hidden />
        {t('devices.why.person')}
      </Badge>
      <span className="text-muted">{t('ui.pair', { name: t('devices.why.found'), value: found })}</span>
      <Button size="small" look="quiet" icon={RotateCcw} disabled={saving} onClick={onRestore}>
        {t('devices.why.restore')}
      </Button>
    </div>
  );
}
