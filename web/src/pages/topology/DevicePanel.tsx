import { useQuery } from '@tanstack/react-query';
import { Crosshair, ListTree, Waypoints } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { deviceDetail } from '../../../../src/api/devices/schemas.ts';
import { DEVICE_TYPES } from '../../../../src/model/device-types.ts';
import { get } from '../../data/api.ts';
import { type Network, NO_VLAN, otherEnd, SEVERAL_VLANS } from '../../graph/network/network.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { DeviceIcon } from '../../ui/icons/DeviceIcon.tsx';
import { Address } from '../../ui/network/Address.tsx';
import { PageLink } from '../../ui/PageLink.tsx';
import { SidePanel } from '../../ui/SidePanel.tsx';

type Detail = z.input<typeof deviceDetail>;
const PEERS_SHOWN = 100;

interface DevicePanelProps {
  readonly network: Network;
  readonly device: number;
  readonly onChoose: (device: number) => void;
  readonly onFly: () => void;
  readonly onAround: () => void;
  readonly onClose: () => void;
}

/** Who the chosen device is, how much it talks and with whom. */
export function DevicePanel(props: DevicePanelProps) {
  const { network, device, onFly, onAround, onClose } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const id = network.ids[device];
  const type = DEVICE_TYPES[network.types[device]];
  const { data } = useQuery({
    queryKey: ['devices', id],
    queryFn: ({ signal }) => get<Detail>(`/devices/${encodeURIComponent(id)}`, {}, signal),
  });
  const addresses = [...new Set(data?.addresses.map(({ ip }) => ip) ?? [network.ips[device]])].filter(
    Boolean,
  );
  return (
    <SidePanel
      label={t('topology.panel', { name: network.names[device] })}
      title={
        <span className="flex items-center gap-2">
          <DeviceIcon type={type} size={18} />
          <span className="truncate">{network.names[device]}</span>
        </span>
      }
      onClose={onClose}
    >
      <div className="flex flex-col gap-4">
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-sm [&>dt]:text-muted">
          <dt>{t('topology.type')}</dt>
          <dd>{t(`ui.type.${type}`)}</dd>
          <dt>{t('topology.addresses')}</dt>
          <dd className="flex flex-col">
            {addresses.length === 0 ? '–' : addresses.map((ip) => <Address key={ip} text={ip} device={id} />)}
          </dd>
          {data === undefined || data.macs.length === 0 ? null : (
            <>
              <dt>MAC</dt>
              <dd className="flex flex-col">
                {data.macs.map((mac) => (
                  <Address key={mac} text={mac} />
                ))}
              </dd>
            </>
          )}
          {network.vendors[device] === '' ? null : (
            <>
              <dt>{t('topology.vendor')}</dt>
              <dd>{network.vendors[device]}</dd>
            </>
          )}
          <dt>VLAN</dt>
          <dd>{vlanText(network.vlans[device], data?.vlans ?? [], t('topology.untagged'), format.all)}</dd>
          <dt>{t('topology.volume')}</dt>
          <dd>
            {format.bytes(network.bytes[device])} ·{' '}
            {t('topology.packets', {
              count: network.packets[device],
              shown: format.count(network.packets[device]),
            })}
          </dd>
        </dl>
        <div className="flex flex-wrap gap-2">
          <PageLink to="/devices/$id" params={{ id }} className={buttonClass('primary', 'small')}>
            {t('topology.devicePage')}
          </PageLink>
          <PageLink to="/flows" search={{ device: id }} className={buttonClass('plain', 'small')}>
            <ListTree size={14} aria-hidden />
            {t('topology.flows')}
          </PageLink>
          <Button size="small" icon={Crosshair} onClick={onFly}>
            {t('topology.fly')}
          </Button>
          <Button size="small" icon={Waypoints} onClick={onAround}>
            {t('topology.around')}
          </Button>
        </div>
        <Peers {...props} />
      </div>
    </SidePanel>
  );
}

function Peers({ network, device, onChoose }: DevicePanelProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { offsets, links } = network;
  const all = network.peers[device];
  const here = links.subarray(offsets[device], offsets[device + 1]);
  const most = here.length === 0 ? 1 : network.edgeBytes[here[0]];
  return (
    <section aria-labelledby="topology-peers">
      <h3 id="topology-peers" className="mb-1 text-sm font-medium">
        {t('topology.peers', { count: all, shown: format.count(all) })}
      </h3>
      {here.length < all ? (
        <p className="mb-1 text-xs text-muted">
          {t('topology.peersHere', { count: here.length, shown: format.count(here.length) })}
        </p>
      ) : null}
      <ul className="-mx-2">
        {[...here.subarray(0, PEERS_SHOWN)].map((edge) => {
          const peer = otherEnd(network, edge, device);
          return (
            <li key={edge}>
              <button
                type="button"
                onClick={() => onChoose(peer)}
                className="relative flex h-7 w-full items-center gap-2 rounded-sm px-2 text-left text-sm hover:bg-raised"
              >
                <span
                  aria-hidden
                  className="absolute inset-y-1 left-0 rounded-sm bg-wash"
                  style={{ width: `${(100 * network.edgeBytes[edge]) / most}%` }}
                />
                <span className="relative">
                  <DeviceIcon type={DEVICE_TYPES[network.types[peer]]} size={14} />
                </span>
                <span className="relative min-w-0 grow truncate">{network.names[peer]}</span>
                <span className="relative text-xs text-muted">{format.bytes(network.edgeBytes[edge])}</span>
              </button>
            </li>
          );
        })}
      </ul>
      {here.length > PEERS_SHOWN ? (
        <p className="mt-1 text-xs text-muted">
          {t('topology.busiestPeers', { shown: format.count(PEERS_SHOWN) })}
        </p>
      ) : null}
    </section>
  );
}

function vlanText(
  vlan: number,
  several: readonly number[],
  untagged: string,
  all: (items: readonly string[]) => string,
): string {
  if (vlan === NO_VLAN) return untagged;
  return vlan === SEVERAL_VLANS ? all(several.map(String)) || '…' : String(vlan);
}
