/** What is in both stores of a data folder that no process has. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { open as openState } from '../../src/store/state/open.ts';
import { open as openTelemetry } from '../../src/store/telemetry/store.ts';

export async function contentsOf(dataFolder: string) {
  const state = await openState({ dataFolder });
  const telemetry = await openTelemetry({ dataFolder });
  try {
    await telemetry.drained();
    const org = state.forOrg('acme');
    const own = telemetry.forOrg('acme');
    const flows = [];
    for await (const flow of own.exportFlows()) flows.push(flow);
    const { rows } = await org.devices.list({ limit: 1000 });
    const devices = await Promise.all(rows.map(({ id }) => org.devices.get(id)));
    const captures = await org.captures.list();
    const bytes = new Map<string, number>();
    for (const { id } of captures) {
      const protocols = await own.protocols({ capture: id });
      bytes.set(
        id,
        protocols.reduce((sum, it) => sum + it.bytes, 0),
      );
    }
    return {
      captures,
      devices: devices.filter((it) => it !== null),
      vlans: await org.vlans.list(),
      findings: await org.findings.list(),
      flows,
      dashboard: await own.dashboard(),
      protocols: await own.protocols(),
      /** By the sums over time, not by the conversations. */
      bytesOf: (captureId: string) => bytes.get(captureId) ?? 0,
      /** Imports and removals that are half done. */
      marks: readdirSync(dataFolder).includes('imports') ? readdirSync(join(dataFolder, 'imports')) : [],
    };
  } finally {
    await telemetry.close();
    await state.close();
  }
}
