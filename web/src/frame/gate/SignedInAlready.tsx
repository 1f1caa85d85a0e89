import { Navigate } from '@tanstack/react-router';

/** `/sign-in` of somebody who is signed in: the gate shows the form to everybody else. */
export default function SignedInAlready() {
  return <Navigate to="/" replace />;
}
