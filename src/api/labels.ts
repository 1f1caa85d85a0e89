import type { DeviceType } from '../model/analysis.ts';
import type { Org } from './deps.ts';

/** What a device is called beside its traffic. */
export interface Label {
  readonly id: string;
  readonly name: string | null;
  readonly type: DeviceType;
  readonly vendor: string | null;
  readonly ip: string | null;
}

/** Up to this many are asked for one by one; more, and the list is read once through. */
const FEW = 20;
const PAGE = 1000;

/** Puts `label` beside each row that names a device; `null` when the inventory does not know it (any more). */
export async function labelled<Row extends { readonly device: string }>(org: Org, rows: readonly Row[]) {
  const labels = await labelsOf(
    org,
    rows.map(({ device }) => device),
  );
  return rows.map((row) => ({ ...row, label: labels.get(row.device) ?? null }));
}

async function labelsOf({ state }: Org, ids: readonly string[]): Promise<Map<string, Label>> {
  const labels = new Map<string, Label>();
  const add = ({ id, name, type, vendor, ip }: Label) => labels.set(id, { id, name, type, vendor, ip });
  if (ids.length <= FEW) {
    for (const known of await Promise.all(ids.map((id) => state.devices.get(id))))
      if (known !== null) add(known);
    return labels;
  }
  for (let offset = 0; ; offset += PAGE) {
    const { rows, total } = await state.devices.list({ sort: 'firstSeen', limit: PAGE, offset });
    for (const row of rows) add(row);
    if (rows.length === 0 || offset + PAGE >= total) return labels;
  }
}
