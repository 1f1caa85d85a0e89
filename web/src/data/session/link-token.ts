/**
 * The token of a set-up link or an invitation stands behind the `#`, where no server and no log sees it. It is taken out of
 * the address bar before anything is drawn, and lives as long as the page.
 */
import { useSyncExternalStore } from 'react';

const WITH_TOKEN = /^\/(setup|invitation)\/?$/;
let token: string | null = null;
const listeners = new Set<() => void>();

function take(): void {
  const text = location.hash.slice(1);
  if (!WITH_TOKEN.test(location.pathname) || text === '') return;
  token = text;
  history.replaceState(history.state, '', location.pathname + location.search);
  for (const tell of listeners) tell();
}
take();
// The next link, opened in the same tab.
addEventListener('hashchange', take);

const subscribe = (tell: () => void) => {
  listeners.add(tell);
  return () => listeners.delete(tell);
};

/** `null`: the page was opened without one, or reloaded. */
export const useLinkToken = (): string | null => useSyncExternalStore(subscribe, () => token);
