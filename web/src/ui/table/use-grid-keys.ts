import type { KeyboardEvent } from 'react';

interface GridKeys {
  readonly active: number;
  readonly count: number;
  readonly perPage: number;
  readonly goTo: (place: number) => void;
  readonly onEnter: () => void;
  readonly onPage: () => void;
  readonly onSelect: () => void;
  readonly onEscape: () => void;
}

/** Keys of the grid itself, not of what is focused inside it. */
export function useGridKeys(keys: GridKeys): (event: KeyboardEvent<HTMLElement>) => void {
  const { active, count, perPage, goTo } = keys;
  const moves: Readonly<Record<string, () => void>> = {
    ArrowDown: () => goTo(active + 1),
    j: () => goTo(active + 1),
    ArrowUp: () => goTo(active - 1),
    k: () => goTo(active - 1),
    PageDown: () => goTo(active + perPage),
    PageUp: () => goTo(active - perPage),
    Home: () => goTo(0),
    End: () => goTo(count - 1),
    ' ': keys.onSelect,
    x: keys.onSelect,
    Escape: keys.onEscape,
    Enter: keys.onEnter,
    o: keys.onPage,
  };
  return (event) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const move = event.key === 'Enter' && event.shiftKey ? keys.onPage : moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    move();
  };
}
