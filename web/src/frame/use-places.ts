import { useMemo } from 'react';
import { useSession } from '../data/session/use-session.ts';
import { PARTS, type Part, type Place } from './navigation.ts';

/** The navigation of whoever is signed in: what the role may not even read is not there. */
export function useParts(): readonly Part[] {
  const { permissions, user } = useSession();
  return useMemo(() => {
    const sees = ({ needs }: Place): boolean => {
      if (needs === undefined) return true;
      return needs === 'platform' ? user.isPlatformAdmin : permissions.includes(needs);
    };
    return PARTS.map((part) => ({ ...part, places: part.places.filter(sees) })).filter(
      ({ places }) => places.length > 0,
    );
  }, [permissions, user.isPlatformAdmin]);
}

export function usePlaces(): readonly Place[] {
  const parts = useParts();
  return useMemo(() => parts.flatMap(({ places }) => places), [parts]);
}
