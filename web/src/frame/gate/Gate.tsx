import { useQuery } from '@tanstack/react-query';
import { Outlet, useLocation } from '@tanstack/react-router';
import i18next from 'i18next';
import { lazy, type ReactNode, Suspense, useEffect, useRef } from 'react';
import { startLive } from '../../data/live.ts';
import { followLanguage } from '../../data/session/own-language.ts';
import {
  isSignedIn,
  keepPerson,
  type Session,
  type SignedIn,
  sessionQuery,
} from '../../data/session/session.ts';
import { SessionContext } from '../../data/session/use-session.ts';
import { withWords } from '../../i18n/i18n.ts';
import { Problem } from '../../ui/states/States.tsx';
import { Brand } from '../Brand.tsx';
import { Frame } from '../Frame.tsx';
import { PagePending } from '../PagePending.tsx';

const SignIn = lazy(() => withWords('accounts', import('./SignIn.tsx')));
const SetUpNeeded = lazy(() => withWords('accounts', import('./SetUpNeeded.tsx')));
const Nowhere = lazy(() => withWords('accounts', import('./Nowhere.tsx')));

/** Open to whoever has its link. */
const OPEN = /^\/(setup|invitation)\/?$/;

/**
 * Before every page: who is there? Whoever is not signed in signs in where they are, so that the URL stays. When a session
 * ends while somebody works, the page waits behind the sign-in, as it was left.
 */
export function Gate() {
  const path = useLocation({ select: ({ pathname }) => pathname });
  const { data, error, refetch } = useQuery(sessionQuery);
  const inside = useRef<SignedIn | null>(null);
  if (isSignedIn(data)) {
    inside.current = data;
    keepPerson(data);
  }
  useOwnLanguage(data);
  if (OPEN.test(path)) {
    return (
      <Suspense fallback={<Waiting />}>
        <Outlet />
      </Suspense>
    );
  }
  if (data === undefined) return error === null ? <Waiting /> : <Unreachable error={error} retry={refetch} />;
  if (data.setUpNeeded) return <Alone page={<SetUpNeeded onLook={() => void refetch()} />} />;
  const session = inside.current;
  if (session === null) return <Alone page={<SignIn />} />;
  if (session.organisation === null) return <Alone page={<Nowhere session={session} />} />;
  const isLost = data.user === null;
  return (
    <SessionContext value={session}>
      <div inert={isLost} className={isLost ? 'invisible' : undefined}>
        <Inside key={`${session.user.id} ${session.organisation.id}`} isLost={isLost} />
      </div>
      {isLost ? (
        <div className="fixed inset-0 z-50 overflow-y-auto bg-ground">
          <Alone page={<SignIn email={session.user.email} />} />
        </div>
      ) : null}
    </SessionContext>
  );
}

/** Whoever signs in reads the language that they chose elsewhere. One that cannot be loaded now comes with the next page. */
function useOwnLanguage(session: Session | undefined): void {
  const own = isSignedIn(session) ? session.user.language : null;
  useEffect(() => {
    followLanguage(own, i18next.language).catch(() => undefined);
  }, [own]);
}

/** Anew for each person and organisation: nothing of another one is left in a page's state. */
function Inside({ isLost }: { readonly isLost: boolean }) {
  useEffect(() => (isLost ? undefined : startLive()), [isLost]);
  return <Frame />;
}

const Alone = ({ page }: { readonly page: ReactNode }) => <Suspense fallback={<Waiting />}>{page}</Suspense>;

/** Where the frame will be. */
function Waiting() {
  return (
    <div className="flex h-dvh" aria-busy="true">
      <div className="hidden w-54 shrink-0 border-r bg-panel px-3.5 py-3 md:block">
        <Brand />
      </div>
      <div className="flex min-w-0 grow flex-col">
        <div className="h-12 shrink-0 border-b bg-panel" />
        <PagePending />
      </div>
    </div>
  );
}

function Unreachable({ error, retry }: { readonly error: unknown; readonly retry: () => unknown }) {
  return (
    <main className="mx-auto flex max-w-lg flex-col gap-4 px-4 pt-[12vh]">
      <h1>
        <Brand />
      </h1>
      <Problem error={error} onRetry={() => void retry()} />
    </main>
  );
}
