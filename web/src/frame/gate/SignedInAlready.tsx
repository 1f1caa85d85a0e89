import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useWanted } from './use-wanted.ts';

/** `/sign-in` of somebody who is signed in, now or since: the gate shows the form to everybody else. */
export default function SignedInAlready() {
  const { history } = useRouter();
  const to = useWanted();
  useEffect(() => history.replace(to), [history, to]);
  return null;
}
