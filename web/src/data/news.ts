/** Who wants to know that something of a noun changed on the server, and is told. */
import type { Noun } from './query-client.ts';

const listeners = new Map<Noun, Set<() => void>>();

/** `tell` is called after each change, as often as the server reports one. Returns how to stop. */
export function onNews(noun: Noun, tell: () => void): () => void {
  const ofNoun = listeners.get(noun) ?? new Set();
  listeners.set(noun, ofNoun);
  ofNoun.add(tell);
  return () => ofNoun.delete(tell);
}

export function tellNews(noun: Noun): void {
  for (const tell of listeners.get(noun) ?? []) tell();
}
