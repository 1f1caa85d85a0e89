import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { Badge } from '../../ui/Badge.tsx';
import { buttonClass } from '../../ui/Button.tsx';
import { Copyable } from '../../ui/Copyable.tsx';
import { DeviceLink } from '../../ui/network/DeviceLink.tsx';
import { deviceLabel } from '../../ui/network/device-label.ts';
import { PageLink } from '../../ui/PageLink.tsx';
import { SkeletonLines } from '../../ui/states/Skeleton.tsx';
import { Problem } from '../../ui/states/States.tsx';
import { CopyBlock } from '../CopyBlock.tsx';
import { useCaptures } from '../captures.ts';
import { Fact, Facts, Section } from '../Facts.tsx';
import { displayFilter, tsharkCommand } from './display-filter.ts';
import { FlowTime, FlowVolume, FlowWhat } from './FlowFacts.tsx';
import { type Endpoint, endpointText, type Flow, useFlow } from './flow.ts';

/** All facts of one flow; asked for by itself when its row is not here. */
export function FlowPanel({ id, flow }: { readonly id: string; readonly flow: Flow | undefined }) {
  const asked = useFlow(flow === undefined ? id : null);
  const shown = flow ?? asked.data;
  if (shown !== undefined) return <FlowContent flow={shown} />;
  if (asked.error !== null) return <Problem error={asked.error} onRetry={() => void asked.refetch()} />;
  return <SkeletonLines lines={12} />;
}

/** `tcp 10.0.0.1:52144 → 10.0.0.2:102` */
export function flowTitle(flow: Flow): string {
  const protocol = flow.appProtocol ?? flow.protocol;
  return `${protocol} ${endpointText(flow.src) ?? '–'} → ${endpointText(flow.dst) ?? '–'}`;
}

function FlowContent({ flow }: { readonly flow: Flow }) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-5">
      <EndSection
        title={t('flows.column.initiator')}
        end={flow.src}
        label={flow.srcLabel}
        routed={flow.srcRouted}
      />
      <EndSection
        title={t('flows.column.responder')}
        end={flow.dst}
        label={flow.dstLabel}
        routed={flow.dstRouted}
      />
      <FlowWhat flow={flow} />
      <FlowVolume flow={flow} />
      <FlowTime flow={flow} />
      <Where flow={flow} />
      <Links flow={flow} />
    </div>
  );
}

interface EndSectionProps {
  readonly title: string;
  readonly end: Endpoint;
  readonly label: Flow['srcLabel'];
  readonly routed: boolean;
}

function EndSection({ title, end, label, routed }: EndSectionProps) {
  const { t } = useTranslation();
  return (
    <Section title={title}>
      <Facts>
        <Fact name={t('flows.panel.device')}>
          {label === null ? (
            <span className="text-muted" title={t('flows.panel.noDeviceHint')}>
              {t('flows.panel.noDevice')}
            </span>
          ) : (
            <DeviceLink id={label.id} type={label.type} name={label.name} ip={label.ip} />
          )}
        </Fact>
        {routed ? (
          <Fact name={t('flows.panel.way')}>
            <Badge>{t('flows.routed')}</Badge>
            <p className="mt-1 text-xs text-muted">{t('flows.routedHint')}</p>
          </Fact>
        ) : null}
        {end.ip === null ? null : (
          <Fact name="IP">
            <Copyable text={end.ip} />
          </Fact>
        )}
        {end.port === null ? null : <Fact name="Port">{end.port}</Fact>}
        {end.mac === null ? null : (
          <Fact name={t('flows.panel.mac')}>
            <Copyable text={end.mac} />
          </Fact>
        )}
      </Facts>
    </Section>
  );
}

function Where({ flow }: { readonly flow: Flow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const capture = useCaptures().get(flow.capture);
  const filter = displayFilter(flow);
  return (
    <Section title={t('flows.panel.where')}>
      <Facts>
        <Fact name={t('flows.panel.packet')}>
          {t('flows.panel.packetValue', { packet: format.count(flow.packet) })}
        </Fact>
        <Fact name={t('flows.panel.capture')}>{capture?.name ?? t('flows.panel.deletedCapture')}</Fact>
      </Facts>
      <CopyBlock title={t('flows.panel.displayFilter')} text={filter} />
      <CopyBlock
        title={t('flows.panel.tshark')}
        text={tsharkCommand(flow, capture?.name ?? 'capture.pcap')}
      />
    </Section>
  );
}

function Links({ flow }: { readonly flow: Flow }) {
  const { t } = useTranslation();
  const { srcDevice, dstDevice, srcLabel, dstLabel } = flow;
  const link = buttonClass('plain', 'small');
  return (
    <div className="flex flex-wrap gap-2">
      {srcDevice === null || dstDevice === null || srcDevice === dstDevice ? null : (
        <PageLink to="/flows" search={{ device: srcDevice, peer: dstDevice }} className={link}>
          {t('flows.panel.alsoThese')}
        </PageLink>
      )}
      {[srcLabel, dstLabel].map((label) =>
        label === null ? null : (
          <PageLink key={label.id} to="/flows" search={{ device: label.id }} className={link}>
            {t('flows.panel.allOf', { name: deviceLabel(label) })}
          </PageLink>
        ),
      )}
    </div>
  );
}
