/** What people do to their own account. Each step that could be abused asks for the password once more. */
import type { Accounts } from '../../store/state/accounts/accounts.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { checkPassword } from './people.ts';
import type { TryGuard, Verdict } from './try-guard.ts';
import type { Proposal, TwoFactorFeature } from './two-factor.ts';

/** The person whose account it is, in one of their sessions. */
export interface Owner {
  readonly userId: string;
  readonly email: string;
  readonly sessionId: string;
  /** Client address. */
  readonly from: string;
}

export type Outcome<Result> =
  | { readonly outcome: 'done'; readonly result: Result }
  /** The password, or the code, is not the right one. */
  | { readonly outcome: 'wrong' }
  | { readonly outcome: 'locked'; readonly waitMs: number }
  /** There is no second factor, or there is one already. */
  | { readonly outcome: 'not-now' };

export interface OwnAccount {
  /** Ends the other sessions. Throws InputError for a new password that is too short or too long. */
  changePassword(owner: Owner, current: string, next: string): Promise<Outcome<null>>;
  /** Nothing changes before `confirmTwoFactor`. */
  proposeTwoFactor(owner: Owner, password: string): Promise<Outcome<Proposal>>;
  confirmTwoFactor(owner: Owner, code: string): Promise<Outcome<null>>;
  removeTwoFactor(owner: Owner, password: string): Promise<Outcome<null>>;
  /** Those of before are void. */
  newRecoveryCodes(owner: Owner, password: string): Promise<Outcome<readonly string[]>>;
}

const NOT_NOW = { outcome: 'not-now' } as const;
const WRONG = { outcome: 'wrong' } as const;
const done = <Result>(result: Result): Outcome<Result> => ({ outcome: 'done', result });

export function createOwnAccount(
  accounts: Accounts,
  guard: TryGuard,
  twoFactor: TwoFactorFeature,
): OwnAccount {
  async function guarded<Result>(
    { userId, from }: Owner,
    work: () => Promise<{ readonly verdict: Verdict; readonly result: Outcome<Result> }>,
  ): Promise<Outcome<Result>> {
    const tried = await guard.attempt({ userId }, from, work);
    return tried.outcome === 'locked' ? tried : tried.result;
  }

  /** Does it if the password is right. */
  const withPassword = <Result>(
    owner: Owner,
    password: string,
    act: () => Promise<Outcome<Result>>,
  ): Promise<Outcome<Result>> =>
    guarded(owner, async () => {
      const digest = (await accounts.logins.ofPerson(owner.userId))?.password ?? null;
      if (digest === null || !(await verifyPassword(digest, password)))
        return { verdict: 'wrong', result: WRONG };
      return { verdict: 'half', result: await act() };
    });

  return {
    async changePassword(owner, current, next) {
      checkPassword(next, 'next');
      return withPassword(owner, current, async () => {
        await accounts.logins.setPassword(owner.userId, await hashPassword(next), owner.sessionId);
        return done(null);
      });
    },
    proposeTwoFactor: (owner, password) =>
      withPassword(owner, password, async () => {
        const proposal = await twoFactor.propose(owner.userId, owner.email);
        return proposal === null ? NOT_NOW : done(proposal);
      }),
    confirmTwoFactor: (owner, code) =>
      guarded(owner, async () => {
        const outcome = await twoFactor.confirm(owner.userId, code);
        if (outcome === 'wrong') return { verdict: 'wrong', result: WRONG };
        if (outcome === 'missing') return { verdict: 'half', result: NOT_NOW };
        return { verdict: 'half', result: done(null) };
      }),
    removeTwoFactor: (owner, password) =>
      withPassword(owner, password, async () => {
        if (!(await twoFactor.remove(owner.userId))) return NOT_NOW;
        return done(null);
      }),
    newRecoveryCodes: (owner, password) =>
      withPassword(owner, password, async () => {
        const codes = await twoFactor.newRecoveryCodes(owner.userId);
        if (codes === null) return NOT_NOW;
        return done(codes);
      }),
  };
}
