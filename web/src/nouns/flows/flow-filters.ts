/** What flows are asked for, as parameters of the URL and of the API alike. */
import type { TFunction } from 'i18next';
import type { Parameters } from '../../data/api.ts';
import type { Scope } from '../../data/scope.ts';
import { one, type Search } from '../../data/search.ts';
import type { Filter } from '../../ui/table/filter.ts';
import { isAddress, isVlan, isWholeUpTo } from '../checks.ts';

export const FLOW_FILTERS = [
  'device',
  'peer',
  'address',
  'port',
  'protocol',
  'app',
  'vlan',
  'serverName',
] as const;

/** The filters of the page as the API takes them, held to the time range and capture. */
export function flowParameters(search: Search, scope: Scope): Parameters {
  return { ...scope, ...Object.fromEntries(FLOW_FILTERS.map((name) => [name, one(search, name)])) };
}

/** `nameOf` gives what a device is called, when that is known. */
export function flowFilters(t: TFunction, nameOf: (device: string) => string): readonly Filter[] {
  return [
    {
      kind: 'text',
      name: 'address',
      label: t('flows.filter.address'),
      hint: t('flows.filter.addressHint'),
      check: (text) => (isAddress(text) ? null : t('flows.filter.addressWrong')),
    },
    {
      kind: 'text',
      name: 'port',
      label: t('flows.filter.port'),
      hint: t('flows.filter.portHint'),
      check: (text) => (isWholeUpTo(text, 65_535) ? null : t('flows.filter.portWrong')),
    },
    {
      kind: 'text',
      name: 'protocol',
      label: t('flows.filter.protocol'),
      hint: t('flows.filter.protocolHint'),
    },
    { kind: 'text', name: 'app', label: t('flows.filter.app'), hint: t('flows.filter.appHint') },
    {
      kind: 'text',
      name: 'vlan',
      label: t('flows.filter.vlan'),
      hint: t('flows.filter.vlanHint'),
      check: (text) => (isVlan(text) ? null : t('flows.filter.vlanWrong')),
      say: (value) => (value === 'none' ? t('flows.filter.untagged') : value),
    },
    {
      kind: 'text',
      name: 'serverName',
      label: t('flows.filter.serverName'),
      hint: t('flows.filter.serverNameHint'),
    },
    {
      kind: 'text',
      name: 'device',
      label: t('flows.filter.device'),
      hint: t('flows.filter.deviceHint'),
      say: nameOf,
    },
    {
      kind: 'text',
      name: 'peer',
      label: t('flows.filter.peer'),
      hint: t('flows.filter.peerHint'),
      say: nameOf,
    },
  ];
}
