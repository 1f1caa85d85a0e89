/** Short notes about what somebody just did: they go by themselves. Errors stay until they are closed. */
import { useSyncExternalStore } from 'react';

export interface Toast {
  readonly id: number;
  readonly tone: 'good' | 'bad';
  readonly title: string;
  readonly text: string | null;
}

const SHOWN_MS = 5000;
const MOST = 5;
let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next.slice(-MOST);
  for (const tell of listeners) tell();
}

export function toast(
  title: string,
  { tone = 'good', text = null }: Partial<Pick<Toast, 'tone' | 'text'>> = {},
): void {
  const id = nextId++;
  set([...toasts, { id, tone, title, text }]);
  if (tone === 'good') setTimeout(() => closeToast(id), SHOWN_MS);
}

export function closeToast(id: number): void {
  set(toasts.filter((other) => other.id !== id));
}

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => toasts,
  );
}
