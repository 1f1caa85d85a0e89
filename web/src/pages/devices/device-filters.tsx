import type { TFunction } from 'i18next';
import type { English } from '../../i18n/en/index.ts';
import { isSubnet } from '../../nouns/checks.ts';
import type { DeviceFacets } from '../../nouns/devices/device.ts';
import { DeviceIcon } from '../../ui/icons/DeviceIcon.tsx';
import type { Filter } from '../../ui/table/filter.ts';

type Since = keyof English['devices']['filter']['since'];
const SINCE: readonly Since[] = ['now-15m', 'now-1h', 'now-24h', 'now-7d', 'now-30d'];

/** What the list can be narrowed to; choices are what the inventory has. */
export function deviceFilters(
  t: TFunction,
  facets: DeviceFacets | undefined,
  vlanName: (vlan: number) => string | null,
): readonly Filter[] {
  return [
    {
      kind: 'choice',
      several: true,
      name: 'type',
      label: t('devices.filter.type'),
      choices: (facets?.types ?? []).map(({ value }) => ({
        value,
        label: t(`ui.type.${value}`),
        icon: <DeviceIcon type={value} />,
      })),
    },
    {
      kind: 'choice',
      several: true,
      name: 'vendor',
      label: t('devices.filter.vendor'),
      choices: (facets?.vendors ?? []).map(({ value }) => ({ value, label: value })),
    },
    {
      kind: 'choice',
      name: 'vlan',
      label: t('devices.filter.vlan'),
      choices: [...(facets?.vlans ?? [])]
        .sort((a, b) => a.value - b.value)
        .map(({ value }) => {
          const name = vlanName(value);
          const vlan = String(value);
          return { value: vlan, label: name === null ? vlan : t('devices.filter.vlanNamed', { vlan, name }) };
        }),
    },
    {
      kind: 'choice',
      name: 'tag',
      label: t('devices.filter.tag'),
      choices: (facets?.tags ?? []).map(({ value }) => ({ value, label: value })),
    },
    {
      kind: 'yes-no',
      name: 'flagged',
      label: t('devices.filter.flagged'),
      yes: t('devices.filter.flaggedYes'),
      no: t('devices.filter.flaggedNo'),
    },
    {
      kind: 'yes-no',
      name: 'gateway',
      label: t('devices.filter.gateway'),
      yes: t('devices.filter.gatewayYes'),
      no: t('devices.filter.gatewayNo'),
    },
    {
      kind: 'text',
      name: 'subnet',
      label: t('devices.filter.subnet'),
      hint: t('devices.filter.subnetHint'),
      check: (text) => (isSubnet(text) ? null : t('devices.filter.subnetWrong')),
    },
    {
      kind: 'choice',
      name: 'activeSince',
      label: t('devices.filter.activeSince'),
      choices: SINCE.map((value) => ({ value, label: t(`devices.filter.since.${value}`) })),
    },
  ];
}
