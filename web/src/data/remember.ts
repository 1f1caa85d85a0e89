/** What this browser remembers for its user: a value of localStorage, shared by everybody on the page who uses it. */
import { useCallback, useSyncExternalStore } from 'react';

const PREFIX = 'vigie.';
const listeners = new Set<() => void>();
/** The same text gives the same object, so that nobody draws again for nothing. */
const parsed = new Map<string, { readonly text: string | null; readonly value: unknown }>();

function read(key: string): unknown {
  let text: string | null = null;
  try {
    text = localStorage.getItem(PREFIX + key);
  } catch {
    return parsed.get(key)?.value;
  }
  const known = parsed.get(key);
  if (known !== undefined && known.text === text) return known.value;
  const value = parse(text);
  parsed.set(key, { text, value });
  return value;
}

function parse(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function write(key: string, value: unknown): void {
  const text = value === undefined ? null : JSON.stringify(value);
  try {
    if (text === null) localStorage.removeItem(PREFIX + key);
    else localStorage.setItem(PREFIX + key, text);
    parsed.delete(key);
  } catch {
    // Storage that is full or switched off: for as long as this page is open.
    parsed.set(key, { text, value });
  }
  for (const tell of listeners) tell();
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  addEventListener('storage', tell);
  return () => {
    listeners.delete(tell);
    removeEventListener('storage', tell);
  };
}

/** `isValid` judges what is stored, which an older version or a person may have written; else `initial`. */
export function useRemembered<Value>(
  key: string,
  initial: Value,
  isValid: (value: unknown) => value is Value,
): readonly [Value, (value: Value | undefined) => void] {
  const stored = useSyncExternalStore(subscribe, () => read(key));
  const set = useCallback((value: Value | undefined) => write(key, value), [key]);
  return [isValid(stored) ? stored : initial, set];
}

/** Everything under names that match, as if it had never been chosen. */
export function forgetAll(names: RegExp): void {
  const keys = new Set([...parsed.keys()].filter((key) => names.test(key)));
  try {
    for (const stored of Object.keys(localStorage)) {
      if (stored.startsWith(PREFIX) && names.test(stored.slice(PREFIX.length))) {
        keys.add(stored.slice(PREFIX.length));
      }
    }
  } catch {
    // Storage that is switched off: what this page knows is all there is.
  }
  for (const key of keys) write(key, undefined);
}
