/**
 * `GET /api/v1/devices?limit=50` signed in, over HTTP on loopback, from many connections: by a session, by a token, and
 * while the list changes. The clients run in a process of their own; both share the machine's cores.
 *
 * Options: --devices 10000  --connections 100  --seconds 8
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createApi } from '../../src/api/create-api.ts';
import { createAccountsFeature } from '../../src/features/accounts/create-accounts.ts';
import { createImports } from '../../src/features/ingest/create-imports.ts';
import { open as openState } from '../../src/store/state/open.ts';
import { open as openTelemetry } from '../../src/store/telemetry/store.ts';
import { fakeListening } from '../fixtures/listening.ts';
import { recordedLog } from '../fixtures/log.ts';
import { temporaryFolder } from '../fixtures/telemetry.ts';
import { endOf, fill } from './fill-console.ts';
import { deviceId } from './made-up-network.ts';
import { machine, option, table } from './report.ts';
import { type LoadResult, type LoadTask, load } from './request-load.ts';

const PATH = '/api/v1/devices?limit=50';
const PASSWORD = 'a password of this bench';
const UNLIMITED = { token: 1e9, session: 1e9, address: 1e9, signIn: 1e9 };

if (process.send !== undefined) {
  process.once('message', (task: LoadTask) => void load(task).then((result) => process.send?.(result)));
} else await bench();

async function bench(): Promise<void> {
  const devices = Number(option('devices', '10000'));
  const connections = Number(option('connections', '100'));
  const seconds = Number(option('seconds', '8'));
  const folder = temporaryFolder();
  const filling = { org: 'default', devices, flows: 0, captures: 2, days: 1 };
  await fill(folder.path, filling);
  const state = await openState({ dataFolder: folder.path });
  const telemetry = await openTelemetry({ dataFolder: folder.path });
  const imports = createImports({
    ...{ state, telemetry, clock: () => endOf(filling) },
    ...{ journalFolder: join(folder.path, 'imports'), uploadsFolder: join(folder.path, 'uploads') },
    startReader: () => {
      throw new Error('no file is read in this bench');
    },
  });
  const accounts = createAccountsFeature({
    ...{ state, secret: 'of this bench, and long enough', publicUrl: 'http://127.0.0.1' },
    ...{ firstOrgId: 'default', clock: () => Date.now() * 1000 },
  });
  const server = createApi({
    ...{ uploads: { folder: folder.path, maxBytes: 1 }, interfaces: () => [], writeDemo: async () => {} },
    ...{ engines: { state: 'embedded', telemetry: 'embedded' }, consoleFolder: null, version: 'bench' },
    ...{ clock: () => endOf(filling), rates: UNLIMITED, log: recordedLog() },
  });
  await server.app.ready();
  server.connect({ state, telemetry, imports, listening: fakeListening(), accounts });
  const person = { email: 'ada@example.org', name: 'Ada', password: PASSWORD, isPlatformAdmin: true };
  const { id } = await accounts.administration.add(person);
  await accounts.administration.join('default', id, 'admin');
  const { secret } = await state.forOrg('default').apiTokens.create({
    ...{ name: 'bench', role: 'viewer', scopes: null, createdBy: 'bench', expiresAt: null },
  });
  await server.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = server.app.server.address() as AddressInfo;
  const entered = await fetch(`http://127.0.0.1:${port}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: person.email, password: PASSWORD }),
  });
  const cookie = entered.headers.getSetCookie()[0].split(';')[0];

  const rows: string[][] = [];
  const run = async (title: string, header: string, meanwhile?: () => Promise<unknown>) => {
    const client = fork(fileURLToPath(import.meta.url));
    const task: LoadTask = { port, path: PATH, header, connections, seconds };
    const before = process.cpuUsage();
    client.send(task);
    const timer = meanwhile === undefined ? null : setInterval(() => void meanwhile(), 1000);
    const [result] = (await once(client, 'message')) as [LoadResult];
    if (timer !== null) clearInterval(timer);
    client.disconnect();
    const cpu = process.cpuUsage(before);
    const cpuMs = (cpu.user + cpu.system) / 1000 / result.requests;
    rows.push([
      title,
      ...[result.requests, Math.round(result.perSecond), result.failures].map(String),
      ...[result.p50Ms, result.p99Ms, cpuMs].map((ms) => ms.toFixed(2)),
    ]);
  };
  await run('(warming up)', `Cookie: ${cookie}`);
  await run('by a session', `Cookie: ${cookie}`);
  await run('by a token', `Authorization: Bearer ${secret}`);
  let edits = 0;
  await run('by a session, a device renamed every second', `Cookie: ${cookie}`, () =>
    state.forOrg('default').devices.patch(deviceId(edits++ % devices), { name: `name ${edits}` }),
  );

  console.log(
    `\n## ${PATH}, ${devices} devices, ${connections} connections\n\n${machine()}; both stores embedded.\n`,
  );
  console.log(
    table(['', 'requests', 'requests/s', 'failed', 'p50 ms', 'p99 ms', 'server CPU ms each'], rows),
  );
  await server.app.close();
  await imports.stop();
  await telemetry.close();
  await state.close();
  folder.remove();
}
