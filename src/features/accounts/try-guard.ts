/** Nobody tries passwords and codes for long: tries are counted for each person and for each client address. */
import type { Micros } from '../../base/time.ts';
import type { BackOff, SignInTries, Subject } from '../../store/state/accounts/sign-in-tries.ts';
import { type AddressLimit, createAddressLimit } from './address-limit.ts';

/** `half`: right, but more must be proved (the password, before the code). */
export type Verdict = 'right' | 'half' | 'wrong';

export type Tried<Result> =
  /** `lockedUntil`: it was wrong, and one too many. */
  | { readonly outcome: 'tried'; readonly result: Result; readonly lockedUntil: Date | null }
  | { readonly outcome: 'locked'; readonly waitMs: number };

export interface TryGuard {
  /**
   * Makes the try, unless too many were wrong. `email` for an email that nobody has: it is answered as others are.
   */
  attempt<Result>(
    subject: Subject,
    from: string,
    work: () => Promise<{ readonly verdict: Verdict; readonly result: Result }>,
  ): Promise<Tried<Result>>;
  /** Also without a person: a passkey or a link that is wrong. */
  attemptFrom<Result>(
    from: string,
    work: () => Promise<{ readonly verdict: Verdict; readonly result: Result }>,
  ): Promise<Tried<Result>>;
  readonly counters: AddressLimit['counters'] & { readonly wrong: number; readonly refused: number };
}

export const BACK_OFF: BackOff = { from: 5, firstMs: 30_000, mostMs: 15 * 60_000 };

export function createTryGuard(tries: SignInTries, clock: () => Micros): TryGuard {
  const nowMs = (): number => Math.floor(clock() / 1000);
  const addresses = createAddressLimit(nowMs);
  let [wrong, refused] = [0, 0];

  function locked(waitMs: number): { readonly outcome: 'locked'; readonly waitMs: number } {
    refused++;
    return { outcome: 'locked', waitMs };
  }

  function noteWrong(from: string): void {
    wrong++;
    addresses.wrong(from);
  }

  return {
    async attempt(subject, from, work) {
      const waitMs = addresses.waitMs(from);
      if (waitMs > 0) return locked(waitMs);
      const begun = await tries.begin(subject, new Date(nowMs()), BACK_OFF);
      if (!begun.isAllowed) return locked(Math.max(1000, (begun.lockedUntil?.getTime() ?? 0) - nowMs()));
      const userId = 'userId' in subject ? subject.userId : null;
      try {
        const { verdict, result } = await work();
        if (verdict === 'wrong') noteWrong(from);
        else if (userId !== null && verdict === 'right') await tries.forget(userId);
        else if (userId !== null) await tries.takeBack(userId, begun.lockedUntil);
        return { outcome: 'tried', result, lockedUntil: verdict === 'wrong' ? begun.lockedUntil : null };
      } catch (error) {
        // Nothing was found out.
        if (userId !== null) await tries.takeBack(userId, begun.lockedUntil);
        throw error;
      }
    },
    async attemptFrom(from, work) {
      const waitMs = addresses.waitMs(from);
      if (waitMs > 0) return locked(waitMs);
      const { verdict, result } = await work();
      if (verdict === 'wrong') noteWrong(from);
      return { outcome: 'tried', result, lockedUntil: null };
    },
    get counters() {
      return { ...addresses.counters, wrong, refused };
    },
  };
}
