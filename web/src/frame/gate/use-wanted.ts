import { useLocation } from '@tanstack/react-router';
import { one, parseSearch } from '../../data/search.ts';

/** As the server takes it: of this console, never another host and never the API. */
const PLACE = /^\/(?![/\\]|api\/)[!-[\]-~]{0,999}$/;
const SIGN_IN = /^\/sign-in\/?$/;

/** The page that somebody who signs in wanted: the one that is open, or what `/sign-in` was told. */
export function useWanted(): string {
  return useLocation({ select: ({ pathname, searchStr }) => wanted(pathname, searchStr) });
}

/** `search` with its `?`. What cannot be handed on whole is the overview. */
export function wanted(pathname: string, search: string): string {
  const place = SIGN_IN.test(pathname) ? one(parseSearch(search), 'to') : pathname + search;
  return place !== undefined && PLACE.test(place) ? place : '/';
}
