/** The ways in. Whichever it is, it ends in `enter`, or in a refusal that does not say what was wrong. */
import { createHash, randomBytes } from 'node:crypto';
import type { Micros } from '../../base/time.ts';
import type { Accounts } from '../../store/state/accounts/accounts.ts';
import type { Person } from '../../store/state/accounts/people.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import type { Cookies } from './session-cookie.ts';
import type { Client, IssueSession } from './sessions.ts';
import type { Tried, TryGuard } from './try-guard.ts';
import type { TwoFactorFeature } from './two-factor.ts';

export type Entry =
  | { readonly outcome: 'entered'; readonly person: Person; readonly cookies: readonly string[] }
  /** The password was right; a code is needed too. */
  | { readonly outcome: 'second-factor'; readonly cookies: readonly string[] }
  /** Whose it would have been, if that is known; until when nothing more is tried, if that was one too many. */
  | { readonly outcome: 'refused'; readonly userId: string | null; readonly lockedUntil: Date | null }
  | { readonly outcome: 'locked'; readonly waitMs: number };

export interface SignIn {
  byPassword(client: Client, email: string, password: string): Promise<Entry>;
  /** After the password, by the browser that sent it. */
  bySecondFactor(client: Client, kind: 'totp' | 'recovery', code: string): Promise<Entry>;
  /** Whether this browser has sent the right password and still owes the code. */
  owesCode(cookie: string | undefined): Promise<boolean>;
  /** Somebody who proved otherwise who they are. */
  enter(client: Client, userId: string): Promise<Entry>;
  /** `Set-Cookie` headers that forget the password that was right: the code is not coming. */
  forgetChallenge(cookie: string | undefined): readonly string[];
}

export interface SignInParts {
  readonly accounts: Accounts;
  readonly cookies: Cookies;
  readonly issue: IssueSession;
  readonly guard: TryGuard;
  readonly twoFactor: TwoFactorFeature;
  readonly clock: () => Micros;
}

const CODE_WITHIN_S = 600;
export const REFUSED: Entry = { outcome: 'refused', userId: null, lockedUntil: null };

export function createSignIn(parts: SignInParts): SignIn {
  const { accounts, cookies, issue, guard, twoFactor, clock } = parts;
  const nowMs = (): number => Math.floor(clock() / 1000);
  /** What an email that nobody has is compared with: the same work as for others. */
  const nobody = hashPassword(randomBytes(32).toString('base64'));

  const forgetChallenge = (cookie: string | undefined): readonly string[] =>
    cookies.read(cookie, 'second_factor') === null ? [] : [cookies.clear('second_factor')];

  async function enter(client: Client, userId: string): Promise<Entry> {
    const person = await accounts.people.byId(userId);
    if (person === null || person.isDisabled) return REFUSED;
    const issued = await issue(client, userId);
    return { outcome: 'entered', person, cookies: [...issued.cookies, ...forgetChallenge(client.cookie)] };
  }

  /** Whose password this browser has sent, and what is good once of it. Void when the password is another one now. */
  async function challengeOf(cookie: string | undefined) {
    const challenge = cookies.read(cookie, 'second_factor');
    const [userId = '', endsAtMs = '', , print] = challenge?.split('.') ?? [];
    if (challenge === null || Number(endsAtMs) <= nowMs()) return null;
    const credential = await accounts.logins.ofPerson(userId);
    if (credential?.password == null || printOf(credential.password) !== print) return null;
    return { challenge, userId, endsAt: new Date(Number(endsAtMs)) };
  }

  function after(tried: Tried<Entry>, userId: string | null): Entry {
    if (tried.outcome === 'locked') return tried;
    const { result, lockedUntil } = tried;
    return result.outcome === 'refused' ? { outcome: 'refused', userId, lockedUntil } : result;
  }

  return {
    enter,
    forgetChallenge,
    owesCode: async (cookie) => (await challengeOf(cookie)) !== null,
    async byPassword(client, email, password) {
      const credential = await accounts.logins.byEmail(email);
      const subject = credential === null ? { email } : { userId: credential.userId };
      const tried = await guard.attempt(subject, client.from, async () => {
        const digest = credential?.password ?? (await nobody);
        const isRight = (await verifyPassword(digest, password)) && credential?.password != null;
        const person = isRight ? await accounts.people.byId(credential.userId) : null;
        if (!isRight || person === null || person.isDisabled) return { verdict: 'wrong', result: REFUSED };
        if (!person.hasTwoFactor) return { verdict: 'right', result: await enter(client, person.id) };
        const challenge = [
          ...[person.id, nowMs() + CODE_WITHIN_S * 1000, randomBytes(16).toString('base64url')],
          printOf(digest),
        ].join('.');
        const cookie = cookies.set('second_factor', challenge, CODE_WITHIN_S);
        return { verdict: 'half', result: { outcome: 'second-factor', cookies: [cookie] } as Entry };
      });
      return after(tried, credential?.userId ?? null);
    },
    async bySecondFactor(client, kind, code) {
      const owed = await challengeOf(client.cookie);
      if (owed === null) return REFUSED;
      const { challenge, userId, endsAt } = owed;
      const tried = await guard.attempt({ userId }, client.from, async () => {
        const use = kind === 'totp' ? twoFactor.useCode : twoFactor.useRecoveryCode;
        const isRight =
          (await use(userId, code)) && (await accounts.usedOnce.use(challenge, new Date(nowMs()), endsAt));
        if (!isRight) return { verdict: 'wrong', result: REFUSED };
        return { verdict: 'right', result: await enter(client, userId) };
      });
      return after(tried, userId);
    },
  };
}

const printOf = (digest: string): string =>
  createHash('sha256').update(digest).digest('base64url').slice(0, 16);
