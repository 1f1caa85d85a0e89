import type { DeviceLabel } from '../../store/state/devices/device.ts';
import type { StoredFlow } from '../../store/telemetry/reads/flow-row.ts';
import type { Org } from '../deps.ts';

async function labelsOf({ state }: Org, ids: Iterable<string>): Promise<ReadonlyMap<string, DeviceLabel>> {
  const known = await state.devices.labels([...new Set(ids)]);
  return new Map(known.map((label) => [label.id, label]));
}

/** Puts `label` beside each row that names a device; `null` when the inventory does not know it (any more). */
export async function labelled<Row extends { readonly device: string }>(org: Org, rows: readonly Row[]) {
  const labels = await labelsOf(
    org,
    rows.map(({ device }) => device),
  );
  return rows.map((row) => ({ ...row, label: labels.get(row.device) ?? null }));
}

/** Puts both labels beside each flow. */
export async function labelledFlows(org: Org, flows: readonly StoredFlow[]) {
  const ids = flows.flatMap(({ srcDevice, dstDevice }) => [srcDevice, dstDevice].filter((id) => id !== null));
  const labels = await labelsOf(org, ids);
  return flows.map((flow) => ({
    ...flow,
    srcLabel: labels.get(flow.srcDevice ?? '') ?? null,
    dstLabel: labels.get(flow.dstDevice ?? '') ?? null,
  }));
}
