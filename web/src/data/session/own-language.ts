/** The language that somebody chose is theirs in every browser: it is kept with the account. */
import { changeLanguage } from '../../i18n/i18n.ts';
import { isLanguage, type Language } from '../../i18n/language.ts';
import { patch } from '../api.ts';
import { type Noun, queryClient } from '../query-client.ts';
import { isSignedIn, type Session, sessionQuery } from './session.ts';

/** Shows it, and keeps it with whoever is signed in. Rejects when it could be shown but not kept. */
export async function speak(language: Language): Promise<void> {
  await changeLanguage(language);
  await keepLanguage(language);
  // What imports and listenings say comes in words from the server.
  for (const noun of ['captures', 'interfaces', 'status'] satisfies Noun[])
    void queryClient.invalidateQueries({ queryKey: [noun] });
}

/** `null`: each browser its own again. */
export async function keepLanguage(language: Language | null): Promise<void> {
  const session = queryClient.getQueryData<Session>(sessionQuery.queryKey);
  if (!isSignedIn(session) || session.user.language === language) return;
  // An answer of before would change it back.
  await queryClient.cancelQueries({ queryKey: sessionQuery.queryKey });
  queryClient.setQueryData<Session>(sessionQuery.queryKey, {
    ...session,
    user: { ...session.user, language },
  });
  await patch('/account', { language }, { keepalive: true });
}

/** What the account says, when that is another one than this browser shows. */
export async function followLanguage(language: string | null, shown: string): Promise<void> {
  if (isLanguage(language) && language !== shown) await changeLanguage(language);
}
