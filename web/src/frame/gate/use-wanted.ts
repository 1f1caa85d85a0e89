import { useLocation } from '@tanstack/react-router';
import { LONGEST_PLACE, PLACE } from '../../../../src/model/account-limits.ts';
import { one, parseSearch } from '../../data/search.ts';

const SIGN_IN = /^\/sign-in\/?$/;

/** The page that somebody who signs in wanted: the one that is open, or what `/sign-in` was told. */
export function useWanted(): string {
  return useLocation({ select: ({ pathname, searchStr }) => wanted(pathname, searchStr) });
}

/** `search` with its `?`. What cannot be handed on whole is the overview. */
export function wanted(pathname: string, search: string): string {
  const place = SIGN_IN.test(pathname) ? one(parseSearch(search), 'to') : pathname + search;
  return place !== undefined && place.length <= LONGEST_PLACE && PLACE.test(place) ? place : '/';
}
