import type { DeviceLabel } from '../store/state/devices/device.ts';
import type { Org } from './deps.ts';

/** Puts `label` beside each row that names a device; `null` when the inventory does not know it (any more). */
export async function labelled<Row extends { readonly device: string }>(org: Org, rows: readonly Row[]) {
  const known = await org.state.devices.labels(rows.map(({ device }) => device));
  const labels = new Map<string, DeviceLabel>(known.map((label) => [label.id, label]));
  return rows.map((row) => ({ ...row, label: labels.get(row.device) ?? null }));
}
