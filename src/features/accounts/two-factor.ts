/** The second factor of a person: an authenticator app, and recovery codes beside it. */
import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import type { Micros } from '../../base/time.ts';
import type { Accounts } from '../../store/state/accounts/accounts.ts';
import { hashOfRecoveryCode, newRecoveryCodes } from './recovery-codes.ts';
import { newTotpSecret, stepOfCode, totpUri } from './totp.ts';

export interface Proposal {
  /** `otpauth://…`, for a QR code. */
  readonly uri: string;
  /** Base32, to be typed. */
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
}

export interface TwoFactorFeature {
  /** Something that waits: nothing changes before `confirm`. `null` when a second factor is in force. */
  propose(userId: string, email: string): Promise<Proposal | null>;
  /** `missing`: nothing waits. */
  confirm(userId: string, code: string): Promise<'confirmed' | 'wrong' | 'missing'>;
  /** A code of the app, good once. */
  useCode(userId: string, code: string): Promise<boolean>;
  useRecoveryCode(userId: string, code: string): Promise<boolean>;
  /** `null` when no second factor is in force. */
  newRecoveryCodes(userId: string): Promise<readonly string[] | null>;
  /** False when there was none. */
  remove(userId: string): Promise<boolean>;
}

const ISSUER = 'Vigie';

/** `secret` encrypts those of the apps: they are needed as they are, so a hash will not do. */
export function createTwoFactor(
  { twoFactors }: Accounts,
  secret: string,
  clock: () => Micros,
): TwoFactorFeature {
  const open = (sealed: string): Promise<string> => symmetricDecrypt({ key: secret, data: sealed });
  const nowMs = (): number => clock() / 1000;
  return {
    async propose(userId, email) {
      const made = newTotpSecret();
      const recoveryCodes = newRecoveryCodes();
      const sealed = await symmetricEncrypt({ key: secret, data: made });
      if (!(await twoFactors.propose(userId, sealed, recoveryCodes.map(hashOfRecoveryCode)))) return null;
      return { uri: totpUri(made, ISSUER, email), secret: made, recoveryCodes };
    },
    async confirm(userId, code) {
      const waiting = await twoFactors.get(userId);
      if (waiting === null || waiting.verified) return 'missing';
      const step = stepOfCode(await open(waiting.secret), code, nowMs());
      if (step === null) return 'wrong';
      return (await twoFactors.confirm(userId, waiting.secret, step)) ? 'confirmed' : 'missing';
    },
    async useCode(userId, code) {
      const factor = await twoFactors.get(userId);
      if (factor === null || !factor.verified) return false;
      const step = stepOfCode(await open(factor.secret), code, nowMs());
      return step !== null && twoFactors.useStep(userId, step);
    },
    useRecoveryCode: (userId, code) => twoFactors.useRecoveryCode(userId, hashOfRecoveryCode(code)),
    async newRecoveryCodes(userId) {
      const codes = newRecoveryCodes();
      return (await twoFactors.replaceRecoveryCodes(userId, codes.map(hashOfRecoveryCode))) ? codes : null;
    },
    remove: (userId) => twoFactors.remove(userId),
  };
}
