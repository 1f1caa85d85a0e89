/** Who follows live and is shut out hears nothing any more. */
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type AccountsUnderTest, type Browser, startAccounts } from '../../../test/fixtures/accounts-api.ts';

let on: AccountsUnderTest;
let port = 0;
beforeAll(async () => {
  on = await startAccounts();
  await on.app.listen({ port: 0, host: '127.0.0.1' });
  port = (on.app.server.address() as AddressInfo).port;
});
afterAll(() => on.stop());

/** Resolves once the first message is there. */
async function follow(browser: Browser): Promise<WebSocket> {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/ws/live`, {
    headers: { cookie, origin: `http://127.0.0.1:${port}` },
  });
  await new Promise((resolve, reject) => {
    socket.once('message', resolve);
    socket.once('error', reject);
  });
  return socket;
}
const ended = (socket: WebSocket): Promise<number> =>
  new Promise((resolve) => socket.once('close', (code) => resolve(code)));

it('a session that is revoked, a person who is disabled, a member who is removed', async () => {
  const id = await on.person('ada@example.org');
  const [kept, revoked] = [on.browser(), on.browser()];
  for (const browser of [kept, revoked]) await browser.signIn('ada@example.org');
  const [stays, goes] = [await follow(kept), await follow(revoked)];
  const closed = ended(goes);
  expect((await kept.ask('DELETE', '/account/sessions')).status).toBe(204);
  expect(await closed).toBe(4401);
  expect(stays.readyState).toBe(WebSocket.OPEN);
  const out = ended(stays);
  await on.state.forOrg('default').members.remove(id);
  expect(await out).toBe(4401);
  await on.state.forOrg('default').members.add(id, 'viewer');
  const again = ended(await follow(kept));
  await on.state.accounts.people.setPowers(id, { isDisabled: true });
  expect(await again).toBe(4401);
});
