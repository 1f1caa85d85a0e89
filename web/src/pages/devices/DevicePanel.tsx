import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { DeviceBadges } from '../../nouns/devices/Badges.tsx';
import { aroundDevice, bestOf, type DeviceDetail, useDevice } from '../../nouns/devices/device.ts';
import { Confidence, EvidenceLine, useExists } from '../../nouns/devices/Evidence.tsx';
import { saySource } from '../../nouns/devices/evidence-words.ts';
import { Fact, Facts, Section } from '../../nouns/Facts.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { buttonClass } from '../../ui/Button.tsx';
import { Copyable } from '../../ui/Copyable.tsx';
import { DeviceIcon } from '../../ui/icons/DeviceIcon.tsx';
import { Address } from '../../ui/network/Address.tsx';
import { PageLink } from '../../ui/PageLink.tsx';
import { SkeletonLines } from '../../ui/states/Skeleton.tsx';
import { Problem } from '../../ui/states/States.tsx';
import { Time } from '../../ui/Time.tsx';

const SHOWN_ADDRESSES = 6;
const SHOWN_MARKS = 3;

/** The summary of a device and the main evidence for it. */
export function DevicePanel({ id }: { readonly id: string }) {
  const { data, error, refetch } = useDevice(id);
  if (error !== null && data === undefined) return <Problem error={error} onRetry={() => void refetch()} />;
  return data === undefined ? <SkeletonLines lines={12} /> : <Summary device={data} />;
}

function Summary({ device }: { readonly device: DeviceDetail }) {
  const { t } = useTranslation();
  const { id, type, tags, notes } = device;
  const link = buttonClass('plain', 'small');
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center gap-1.5">
        <span className="mr-1 inline-flex items-center gap-1.5">
          <DeviceIcon type={type} />
          {t(`ui.type.${type}`)}
        </span>
        <DeviceBadges device={device} />
        {tags.map((tag) => (
          <Badge key={tag} tone="accent">
            {tag}
          </Badge>
        ))}
      </div>
      {notes === '' ? null : <p className="text-sm whitespace-pre-wrap">{notes}</p>}
      <About device={device} />
      <Why device={device} />
      <Addresses device={device} />
      <Traffic device={device} />
      <div className="flex flex-wrap gap-2">
        <PageLink to="/devices/$id" params={{ id }} className={link}>
          {t('devices.panel.page')}
        </PageLink>
        <PageLink to="/flows" search={{ device: id }} className={link}>
          {t('devices.panel.flows')}
        </PageLink>
        <PageLink to="/topology" search={aroundDevice(id)} className={link}>
          {t('devices.panel.topology')}
        </PageLink>
      </div>
    </div>
  );
}

interface DeviceProps {
  readonly device: DeviceDetail;
}

function About({ device }: DeviceProps) {
  const { t } = useTranslation();
  const shown = ['model', 'os', 'firmware', 'serial', 'location', 'services', 'servicesUsed'] as const;
  return (
    <Section title={t('devices.panel.about')}>
      <Facts>
        <Fact name={t('devices.column.vendor')}>
          {device.vendor ?? <span className="text-muted">–</span>}
        </Fact>
        {shown.map((name) => {
          const best = bestOf(device, name);
          return best === null ? null : (
            <Fact key={name} name={t(`devices.attribute.${name}`)}>
              {best.value}
            </Fact>
          );
        })}
      </Facts>
    </Section>
  );
}

/** The evidence for the type and the name, as far as it fits. */
function Why({ device }: DeviceProps) {
  const { t } = useTranslation();
  const exists = useExists();
  const type = bestOf(device, 'type');
  const [name] = device.names;
  return (
    <Section title={t('devices.panel.why')}>
      <Facts>
        <Fact name={t('devices.why.name')}>
          {device.words.name !== null
            ? t('devices.why.person')
            : name === undefined
              ? t('devices.why.noName')
              : t('devices.why.nameSource', { source: saySource(t, exists, name.source) })}
        </Fact>
        <Fact name={t('devices.why.type')}>
          {device.words.type !== null ? (
            t('devices.why.person')
          ) : type === null ? (
            t('devices.why.noType')
          ) : (
            <span className="flex flex-col gap-0.5">
              <Confidence value={type.confidence} />
              {type.evidence.slice(0, SHOWN_MARKS).map((mark) => (
                <EvidenceLine key={`${mark.capture} ${mark.packet} ${mark.source}`} mark={mark} />
              ))}
            </span>
          )}
        </Fact>
      </Facts>
    </Section>
  );
}

function Addresses({ device: { addresses, macs } }: DeviceProps) {
  const { t } = useTranslation();
  const more = addresses.length - SHOWN_ADDRESSES;
  return (
    <Section title={t('devices.panel.addresses')}>
      <ul className="flex flex-col gap-1">
        {addresses.slice(0, SHOWN_ADDRESSES).map(({ ip, vlan }) => (
          <li key={`${ip} ${vlan}`} className="flex items-baseline gap-3">
            <Address text={ip} />
            {vlan === null ? null : <span className="text-xs text-muted">VLAN {vlan}</span>}
          </li>
        ))}
        {more > 0 ? <li className="text-xs text-muted">{t('devices.more', { n: more })}</li> : null}
        {macs.map((mac) => (
          <li key={mac} className="text-muted">
            <Copyable text={mac} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Traffic({ device }: DeviceProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const volume = (bytes: number, packets: number) =>
    `${format.bytes(bytes)} · ${t('devices.panel.packets', { n: format.count(packets) })}`;
  return (
    <Section title={t('devices.panel.traffic')}>
      <Facts>
        <Fact name={t('devices.panel.sent')}>{volume(device.bytesSent, device.packetsSent)}</Fact>
        <Fact name={t('devices.panel.received')}>{volume(device.bytesReceived, device.packetsReceived)}</Fact>
        <Fact name={t('devices.column.firstSeen')}>
          <Time at={device.firstSeen} exact />
        </Fact>
        <Fact name={t('devices.column.lastSeen')}>
          <Time at={device.lastSeen} exact />
        </Fact>
      </Facts>
    </Section>
  );
}
