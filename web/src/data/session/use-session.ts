import { createContext, useContext } from 'react';
import type { Permission, SignedIn } from './session.ts';

/** Given by the gate: inside of it somebody is signed in. */
export const SessionContext = createContext<SignedIn | null>(null);

export function useSession(): SignedIn {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('useSession: expected to be inside the gate');
  return session;
}

/** Whether the role allows it in the organisation that is shown; the server checks again. */
export function useMay(permission: Permission): boolean {
  return useContext(SessionContext)?.permissions.includes(permission) ?? false;
}
