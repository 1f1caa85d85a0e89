import { useQuery } from '@tanstack/react-query';
import {
  ChevronDown,
  CircleDashed,
  List,
  Network as NetworkIcon,
  Rows3,
  Shapes,
  Waypoints,
  X,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { vlanList } from '../../../../src/api/vlans/schemas.ts';
import { DEVICE_TYPES } from '../../../../src/model/device-types.ts';
import { get } from '../../data/api.ts';
import type { Search } from '../../data/search.ts';
import type { LayoutName } from '../../graph/layout/layout.ts';
import { Button } from '../../ui/Button.tsx';
import { SearchField } from '../../ui/form/Field.tsx';
import { DeviceIcon } from '../../ui/icons/DeviceIcon.tsx';
import { Menu, MenuCheckItem, MenuChoice, MenuGroup, MenuSeparator } from '../../ui/Menu.tsx';
import { MOST_HOPS, type TopologySearch } from './topology-search.ts';

type VlanList = z.input<typeof vlanList>;
const ALL = 'all';

interface ToolbarProps {
  readonly asked: TopologySearch;
  readonly change: (changes: Search) => void;
  /** Name of the device whose surroundings are shown. */
  readonly aroundName: string | null;
  readonly foundText: string | null;
  /** Chooses what this text means first of all. */
  readonly onFirst: (text: string) => void;
}

export function TopologyToolbar({ asked, change, aroundName, foundText, onFirst }: ToolbarProps) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchField
        label={t('topology.search')}
        value={asked.text}
        onChange={(q) => change({ q: q || undefined })}
        onEnter={onFirst}
        className="w-full sm:w-56"
      />
      {foundText === null ? null : (
        <span role="status" className="text-xs text-muted">
          {foundText}
        </span>
      )}
      <VlanMenu asked={asked} change={change} />
      <TypeMenu asked={asked} change={change} />
      {asked.around === null ? null : (
        <span className="inline-flex h-7 items-center gap-1 rounded-md border bg-wash pl-2 text-xs text-accent">
          <Waypoints size={14} aria-hidden />
          <span className="max-w-40 truncate">
            {t('topology.aroundOf', { name: aroundName ?? asked.around })}
          </span>
          <Menu
            trigger={
              <Button size="small" look="quiet">
                {t('topology.hops', { count: asked.hops })}
                <ChevronDown size={12} aria-hidden />
              </Button>
            }
          >
            <MenuChoice
              value={String(asked.hops)}
              onChange={(hops) => change({ hops: hops === '1' ? undefined : hops })}
              choices={Array.from({ length: MOST_HOPS }, (_, i) => ({
                value: String(i + 1),
                label: t('topology.hops', { count: i + 1 }),
              }))}
            />
          </Menu>
          <Button
            size="small"
            look="quiet"
            icon={X}
            aria-label={t('topology.leaveAround')}
            onClick={() => change({ around: undefined, hops: undefined })}
          />
        </span>
      )}
      <span className="grow" />
      <LayoutSwitch asked={asked} change={change} />
      <Button
        size="small"
        look="quiet"
        icon={asked.list ? NetworkIcon : List}
        aria-pressed={asked.list}
        onClick={() => change({ view: asked.list ? undefined : 'list' })}
      >
        {t(asked.list ? 'topology.asPicture' : 'topology.asList')}
      </Button>
    </div>
  );
}

type Part = Pick<ToolbarProps, 'asked' | 'change'>;

function VlanMenu({ asked, change }: Part) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['vlans'],
    queryFn: ({ signal }) => get<VlanList>('/vlans', {}, signal),
  });
  const named = (data?.items ?? []).map(({ vlan, name }) => ({
    value: String(vlan),
    label: name === null ? t('topology.vlan', { vlan }) : t('topology.vlanNamed', { vlan, name }),
  }));
  // A double-tagged VLAN has a line for each outer tag; the filter asks for the inner one alone.
  const choices = [
    { value: ALL, label: t('topology.allVlans') },
    { value: 'none', label: t('topology.untagged') },
    ...new Map(named.map((choice) => [choice.value, choice])).values(),
  ];
  const value = asked.vlan ?? ALL;
  return (
    <Menu
      trigger={
        <Button size="small" look={asked.vlan === null ? 'quiet' : 'plain'}>
          {choices.find((choice) => choice.value === value)?.label ?? t('topology.vlan', { vlan: value })}
          <ChevronDown size={14} aria-hidden />
        </Button>
      }
    >
      <MenuChoice
        value={value}
        onChange={(vlan) => change({ vlan: vlan === ALL ? undefined : vlan })}
        choices={choices}
      />
    </Menu>
  );
}

function TypeMenu({ asked, change }: Part) {
  const { t } = useTranslation();
  const { types } = asked;
  const label =
    types.length === 0
      ? t('topology.allTypes')
      : types.length === 1
        ? t(`ui.type.${types[0]}`)
        : t('topology.someTypes', { count: types.length });
  return (
    <Menu
      trigger={
        <Button size="small" look={types.length === 0 ? 'quiet' : 'plain'} icon={Shapes}>
          {label}
          <ChevronDown size={14} aria-hidden />
        </Button>
      }
    >
      {DEVICE_TYPES.map((type) => (
        <MenuCheckItem
          key={type}
          checked={types.includes(type)}
          onChange={(checked) => {
            const next = checked ? [...types, type] : types.filter((other) => other !== type);
            change({ type: next.length === 0 ? undefined : next });
          }}
        >
          <span className="flex items-center gap-2">
            <DeviceIcon type={type} />
            {t(`ui.type.${type}`)}
          </span>
        </MenuCheckItem>
      ))}
    </Menu>
  );
}

const LAYOUT_ICONS = { force: Waypoints, lanes: Rows3, circle: CircleDashed } as const;

function LayoutSwitch({ asked, change }: Part) {
  const { t } = useTranslation();
  return (
    <fieldset className="flex items-center rounded-md border bg-panel" disabled={asked.list}>
      <legend className="sr-only">{t('topology.layout')}</legend>
      {(Object.keys(LAYOUT_ICONS) as LayoutName[]).map((name) => (
        <Button
          key={name}
          size="small"
          look="quiet"
          icon={LAYOUT_ICONS[name]}
          aria-pressed={asked.layout === name}
          title={t(`topology.layouts.${name}`)}
          onClick={() => change({ layout: name === 'force' ? undefined : name })}
        >
          <span className="max-lg:sr-only">{t(`topology.layouts.${name}`)}</span>
        </Button>
      ))}
      <Menu
        align="end"
        trigger={
          <Button size="small" look="quiet" aria-label={t('topology.more')} className="border-l">
            <ChevronDown size={14} aria-hidden />
          </Button>
        }
      >
        <MenuGroup label={t('topology.group')}>
          <MenuChoice
            value={asked.grouping}
            onChange={(group) => change({ group: group === 'vlan' ? undefined : group })}
            choices={[
              { value: 'vlan', label: t('topology.groups.vlan') },
              { value: 'type', label: t('topology.groups.type') },
            ]}
          />
        </MenuGroup>
        <MenuSeparator />
        <MenuCheckItem checked={asked.hulls} onChange={(on) => change({ hulls: on ? undefined : 'no' })}>
          {t('topology.hulls')}
        </MenuCheckItem>
      </Menu>
    </fieldset>
  );
}
