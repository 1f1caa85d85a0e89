import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { scopeOf } from '../data/scope.ts';
import type { Search } from '../data/search.ts';
import { usePlaces } from './use-places.ts';

interface Shortcuts {
  readonly onPalette: () => void;
  readonly onHelp: () => void;
  readonly onCollapse: () => void;
}

/** How long `g` waits for its letter. */
const WAIT_MS = 1200;

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null
  );
}

const isOver = (): boolean => document.querySelector('[role="dialog"], [role="menu"]') !== null;

/** Keys of the whole console: ⌘K, `/`, `?`, `[`, and `g` with the letter of a page. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const navigate = useNavigate();
  const places = useRef(usePlaces());
  places.current = usePlaces();
  const current = useRef(shortcuts);
  current.current = shortcuts;
  useEffect(() => {
    let goUntil = 0;
    const onKey = (event: KeyboardEvent) => {
      const { key, target } = event;
      if ((event.metaKey || event.ctrlKey) && key.toLowerCase() === 'k') {
        event.preventDefault();
        return current.current.onPalette();
      }
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(target) || isOver()) return;
      const goes = performance.now() < goUntil;
      goUntil = key === 'g' && !goes ? performance.now() + WAIT_MS : 0;
      const place = goes ? places.current.find(({ letter }) => letter === key) : undefined;
      if (place !== undefined) {
        event.preventDefault();
        event.stopPropagation();
        void navigate({ to: place.to, search: ((before: Search) => scopeOf(before)) as never });
      } else if (key === '/') {
        event.preventDefault();
        document.querySelector<HTMLInputElement>('[data-global-search]')?.focus();
      } else if (key === '?') current.current.onHelp();
      else if (key === '[') current.current.onCollapse();
    };
    // Before a table takes `o` for itself, when it is the letter after `g`.
    addEventListener('keydown', onKey, true);
    return () => removeEventListener('keydown', onKey, true);
  }, [navigate]);
}
