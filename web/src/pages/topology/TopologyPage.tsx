import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useOnlyOutside } from '../../data/dashboard.ts';
import { useScope } from '../../data/scope.ts';
import type { Search } from '../../data/search.ts';
import { useChangeSearch, useSearch } from '../../data/use-search.ts';
import { find, findBest } from '../../graph/network/find.ts';
import type { Network } from '../../graph/network/network.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Page } from '../../ui/Page.tsx';
import { Problem } from '../../ui/states/States.tsx';
import { DevicePanel } from './DevicePanel.tsx';
import { Legend } from './Legend.tsx';
import { Limits } from './Limits.tsx';
import { NetworkList } from './NetworkList.tsx';
import { NoDevices } from './NoDevices.tsx';
import { Stage, type StageHandle } from './Stage.tsx';
import { TopologyToolbar } from './TopologyToolbar.tsx';
import { readTopologySearch } from './topology-search.ts';
import { useTopology } from './use-topology.ts';
import { useViewWords } from './use-view-words.ts';
import { ViewButtons } from './ViewButtons.tsx';

/** No wait is shown for what comes at once. */
const NOTHING: readonly number[] = [];

export default function TopologyPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const search = useSearch();
  const change = useChangeSearch();
  const asked = useMemo(() => readTopologySearch(search), [search]);
  const scope = useScope();
  const topology = useTopology(asked, scope);
  const { network, client, loaded } = topology;
  const outside = useOnlyOutside(scope, loaded === null || asked.vlan !== null ? null : loaded.totals.nodes);
  const frame = useRef<HTMLDivElement>(null);
  const stage = useRef<StageHandle>(null);
  const set = useCallback((changes: Search) => change(changes, { replace: true }), [change]);

  const chosen = useMemo(() => indexOf(network, asked.open), [network, asked.open]);
  const found = useMemo(
    () => (network === null || asked.text === '' ? null : find(network, asked.text)),
    [network, asked.text],
  );
  useEffect(() => {
    if (found !== null && found.length > 0) stage.current?.flyTo(found.slice(0, 50));
  }, [found]);
  const choose = (device: number) =>
    change({ open: device < 0 ? undefined : network?.ids[device] }, { replace: asked.open !== null });
  const chooseFirst = (text: string) => {
    const best = network === null ? undefined : findBest(network, text);
    if (best === undefined) return;
    choose(best);
    stage.current?.flyTo([best]);
  };
  const drill = (device: number) => {
    if (network !== null) change({ around: network.ids[device], open: network.ids[device] });
  };
  const { words, key } = useViewWords();
  const name = chosen < 0 || network === null ? null : network.names[chosen];

  return (
    <Page title={t('topology.title')} fill>
      <TopologyToolbar
        asked={asked}
        change={set}
        aroundName={network?.names[indexOf(network, asked.around)] ?? null}
        onFirst={chooseFirst}
        foundText={
          found === null
            ? null
            : t('topology.found', { count: found.length, shown: format.count(found.length) })
        }
      />
      <div ref={frame} className="-mt-1 flex min-h-80 grow overflow-hidden rounded-md border bg-panel">
        {asked.list && network !== null ? (
          <div className="flex min-w-0 grow flex-col p-2">
            <NetworkList network={network} found={found} />
          </div>
        ) : (
          <div className="flex min-w-0 grow flex-col">
            <div className="relative min-h-0 grow">
              {topology.error !== null && network === null ? (
                <div className="m-auto max-w-xl p-6">
                  <Problem error={topology.error} onRetry={topology.retry} />
                </div>
              ) : (
                <Stage
                  ref={stage}
                  attach={topology.attach}
                  words={words}
                  wordsKey={key}
                  chosen={chosen}
                  found={found ?? NOTHING}
                  hulls={asked.hulls && asked.grouping === 'vlan'}
                  label={t('topology.stage', {
                    count: network?.count ?? 0,
                    shown: format.count(network?.count ?? 0),
                  })}
                  hovered={() => undefined}
                  chosenByHand={choose}
                  opened={drill}
                  moved={(device, x, y) => network !== null && client?.pin(network.ids[device], x, y)}
                />
              )}
              {network?.count === 0 && loaded !== null ? (
                <NoDevices search={search} outside={outside} set={set} />
              ) : null}
              {network === null && topology.error === null ? <Waiting text={t('ui.loading')} /> : null}
              {network !== null && topology.progress < 1 && network.count > 0 ? (
                <Waiting
                  arranging
                  text={t('topology.arranging', { percent: format.percent(topology.progress) })}
                />
              ) : null}
              <ViewButtons stage={stage} frame={frame} onReset={() => client?.forget()} />
            </div>
            {network !== null && network.count > 0 ? <Legend network={network} /> : null}
          </div>
        )}
        {network !== null && chosen >= 0 ? (
          <DevicePanel
            network={network}
            device={chosen}
            onChoose={choose}
            onFly={() => stage.current?.flyTo([chosen])}
            onAround={() => drill(chosen)}
            onClose={() => choose(-1)}
          />
        ) : null}
      </div>
      {loaded === null || loaded.totals.nodes === 0 ? null : (
        <Limits loaded={loaded} shown={network?.count ?? 0} outside={outside} asked={asked} set={set} />
      )}
      <p className="sr-only" aria-live="polite">
        {name === null || network === null
          ? ''
          : t('topology.chosen', { name, peers: format.count(network.peers[chosen]) })}
      </p>
    </Page>
  );
}

function indexOf(network: Network | null, id: string | null): number {
  return network === null || id === null ? -1 : network.ids.indexOf(id);
}

function Waiting({ text, arranging = false }: { readonly text: string; readonly arranging?: boolean }) {
  return (
    <p
      role="status"
      data-arranging={arranging || undefined}
      className="pointer-events-none absolute top-3 left-3 rounded-md border bg-panel/95 px-2.5 py-1 text-xs text-muted"
    >
      {text}
    </p>
  );
}
