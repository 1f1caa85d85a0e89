import { useNavigate } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useOnlyOutside } from '../../data/dashboard.ts';
import { scopeOf, useScope } from '../../data/scope.ts';
import type { Search } from '../../data/search.ts';
import { useChangeSearch, useSearch } from '../../data/use-search.ts';
import { type Matrix, matrixCsv, ORDERS, orderOf } from '../../graph/matrix/matrix-model.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Button } from '../../ui/Button.tsx';
import { Page } from '../../ui/Page.tsx';
import { Skeleton } from '../../ui/states/Skeleton.tsx';
import { Problem } from '../../ui/states/States.tsx';
import { HeatMap } from './HeatMap.tsx';
import { readMatrixSearch, STEPS } from './matrix-search.ts';
import { NobodyTalked } from './NobodyTalked.tsx';
import { useMatrix } from './use-matrix.ts';

export default function MatrixPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const search = useSearch();
  const change = useChangeSearch();
  const navigate = useNavigate();
  const asked = useMemo(() => readMatrixSearch(search), [search]);
  const scope = useScope();
  const { matrix, sidesLeftOut, error, retry } = useMatrix(asked, scope);
  const isWhole = asked.by === 'device' && asked.vlan === null && matrix !== null;
  const outside = useOnlyOutside(scope, isWhole ? matrix.sides.length + sidesLeftOut : null);
  const order = useMemo(
    () => (matrix === null ? [] : orderOf(matrix, asked.order, (type) => t(`ui.type.${type}`))),
    [matrix, asked.order, t],
  );
  const set = (changes: Search) => change(changes, { replace: true });
  const say = useCallback(
    (row: number, column: number) => {
      if (matrix === null) return '';
      const at = row * matrix.sides.length + column;
      const names = { from: matrix.sides[row].name, to: matrix.sides[column].name };
      if (matrix.packets[at] === 0) return t('matrix.nothing', names);
      const packets = matrix.packets[at];
      return t('matrix.cell', {
        ...names,
        bytes: format.bytes(matrix.bytes[at]),
        exact: format.count(matrix.bytes[at]),
        packets: format.count(packets),
        count: packets,
      });
    },
    [matrix, t, format],
  );
  const open = (row: number, column: number) => {
    if (matrix === null) return;
    const [from, to] = [matrix.sides[row].key, matrix.sides[column].key];
    if (asked.by === 'device') {
      void navigate({ to: '/flows', search: { ...scopeOf(search), device: from, peer: to } as never });
    } else change({ by: undefined, vlan: from === to ? from : undefined });
  };
  const more =
    asked.by === 'device' && sidesLeftOut > 0 ? STEPS.find((step) => step > asked.devices) : undefined;

  const isEmpty = matrix === null || matrix.sides.length === 0;
  return (
    <Page title={t('matrix.title')} fill actions={isEmpty ? null : <Csv matrix={matrix} order={order} />}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Choice
          label={t('matrix.by')}
          value={asked.by}
          choices={[
            ['device', t('matrix.byDevice')],
            ['vlan', t('matrix.byVlan')],
          ]}
          onChange={(by) => set({ by: by === 'device' ? undefined : by, vlan: undefined })}
        />
        <Choice
          label={t('matrix.order')}
          value={asked.order}
          choices={ORDERS.filter((name) => asked.by === 'device' || name !== 'type').map((name) => [
            name,
            t(`matrix.orders.${name}`),
          ])}
          onChange={(name) => set({ order: name === 'volume' ? undefined : name })}
        />
        {asked.vlan === null ? null : (
          <Button size="small" onClick={() => set({ vlan: undefined })}>
            {t('matrix.onlyVlan', { vlan: asked.vlan })} ×
          </Button>
        )}
        <span className="grow" />
        {isEmpty ? null : <Scale largest={matrix.largest} />}
      </div>
      <div className="-mt-1 flex min-h-80 grow flex-col overflow-hidden rounded-md border bg-panel">
        {matrix === null && error !== null ? (
          <div className="m-auto max-w-xl p-6">
            <Problem error={error} onRetry={retry} />
          </div>
        ) : matrix === null ? (
          <div className="grow p-4" aria-busy="true">
            <Skeleton className="h-full w-full" />
          </div>
        ) : matrix.sides.length === 0 ? (
          <NobodyTalked outside={outside} />
        ) : (
          <HeatMap matrix={matrix} order={order} label={t('matrix.label')} say={say} onOpen={open} />
        )}
      </div>
      {isEmpty ? null : (
        <p role="status" className="-mt-2 flex min-h-7 items-center gap-3 text-xs text-muted">
          {sidesLeftOut > 0
            ? t('matrix.limited', {
                shown: format.count(matrix.sides.length),
                all: format.count(matrix.sides.length + sidesLeftOut),
              })
            : t(asked.by === 'vlan' ? 'matrix.allVlans' : 'matrix.allDevices', {
                count: matrix.sides.length,
                shown: format.count(matrix.sides.length),
              })}
          {outside > 0 ? ` · ${t('topology.outside', { count: outside, shown: format.count(outside) })}` : ''}
          {more === undefined ? null : (
            <Button size="small" look="quiet" onClick={() => set({ devices: String(more) })}>
              {t('topology.showMore', {
                shown: format.count(Math.min(more, matrix.sides.length + sidesLeftOut)),
              })}
            </Button>
          )}
        </p>
      )}
    </Page>
  );
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly (readonly [Value, string])[];
  readonly onChange: (value: Value) => void;
}

function Choice<Value extends string>({ label, value, choices, onChange }: ChoiceProps<Value>) {
  return (
    <fieldset className="flex items-center gap-2">
      <legend className="sr-only">{label}</legend>
      <span aria-hidden className="text-xs text-muted">
        {label}
      </span>
      <span className="flex rounded-md border bg-panel">
        {choices.map(([name, text]) => (
          <Button
            key={name}
            size="small"
            look="quiet"
            aria-pressed={name === value}
            onClick={() => onChange(name)}
          >
            {text}
          </Button>
        ))}
      </span>
    </fieldset>
  );
}

/** From the faintest to the darkest cell. */
function Scale({ largest }: { readonly largest: number }) {
  const format = useFormat();
  return (
    <span className="flex items-center gap-2 text-xs text-muted" aria-hidden="true">
      {format.bytes(0)}
      <span className="flex">
        {[0.14, 0.25, 0.4, 0.6, 0.8, 1].map((opacity) => (
          <span key={opacity} className="size-3 bg-accent" style={{ opacity }} />
        ))}
      </span>
      {format.bytes(largest)}
    </span>
  );
}

function Csv({ matrix, order }: { readonly matrix: Matrix; readonly order: readonly number[] }) {
  const save = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([matrixCsv(matrix, order)], { type: 'text/csv' }));
    link.download = 'vigie-matrix.csv';
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <Button size="small" look="quiet" icon={Download} onClick={save}>
      CSV
    </Button>
  );
}
