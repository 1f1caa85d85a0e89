/** Passkeys (WebAuthn Level 3): a key that never leaves its device proves who somebody is, and that they unlocked it. */
import { randomBytes } from 'node:crypto';
import {
  type AuthenticationResponseJSON,
  type AuthenticatorTransportFuture,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { Micros } from '../../base/time.ts';
import type { Accounts } from '../../store/state/accounts/accounts.ts';
import type { Passkey } from '../../store/state/accounts/passkeys.ts';
import type { Cookies } from './session-cookie.ts';
import type { Client } from './sessions.ts';
import { type Entry, REFUSED, type SignIn } from './sign-in.ts';
import type { TryGuard } from './try-guard.ts';

/** `PublicKeyCredential.toJSON()`, its shape checked where it came in; the library reads the rest. */
export interface PasskeyAnswer {
  readonly id: string;
  readonly response: object;
}

/** With the cookie that binds the answer to this browser. */
export interface Ceremony<Options> {
  readonly options: Options;
  readonly cookie: string;
}

export interface PasskeysFeature {
  /** `origin`: of the console, as this browser sees it. */
  requestOptions(origin: string): Promise<Ceremony<PublicKeyCredentialRequestOptionsJSON>>;
  signIn(client: Client, origin: string, response: PasskeyAnswer): Promise<Entry>;
  creationOptions(
    origin: string,
    person: { readonly userId: string; readonly email: string; readonly name: string },
  ): Promise<Ceremony<PublicKeyCredentialCreationOptionsJSON>>;
  /** `null` when the answer is not right, late, or of a key that is known. */
  add(
    client: Client,
    origin: string,
    userId: string,
    answer: { readonly name: string; readonly response: PasskeyAnswer },
  ): Promise<Passkey | null>;
}

export interface PasskeyParts {
  readonly accounts: Accounts;
  readonly cookies: Cookies;
  readonly guard: TryGuard;
  readonly signIn: SignIn;
  readonly clock: () => Micros;
}

const NAME = 'Vigie';
const WITHIN_S = 300;
const CHALLENGE_BYTES = 32;
const MOST_PASSKEYS = 50;
const idOf = (origin: string): string => new URL(origin).hostname;

export function createPasskeysFeature(parts: PasskeyParts): PasskeysFeature {
  const { accounts, cookies, guard, signIn, clock } = parts;
  const nowMs = (): number => Math.floor(clock() / 1000);

  /** Nothing of a challenge is kept before it is answered rightly: strangers may ask for as many as they like. */
  function newChallenge(purpose: string) {
    const challenge = randomBytes(CHALLENGE_BYTES);
    const value = [purpose, nowMs() + WITHIN_S * 1000, challenge.toString('base64url')].join('.');
    return { challenge: new Uint8Array(challenge), cookie: cookies.set('passkey', value, WITHIN_S) };
  }

  function challengeOf({ cookie }: Client, wanted: string) {
    const [purpose, endsAtMs, challenge = ''] = cookies.read(cookie, 'passkey')?.split('.') ?? [];
    if (purpose !== wanted || Number(endsAtMs) <= nowMs()) return null;
    return { challenge, endsAt: new Date(Number(endsAtMs)) };
  }

  const isFirst = (challenge: { readonly challenge: string; readonly endsAt: Date }): Promise<boolean> =>
    accounts.usedOnce.use(challenge.challenge, new Date(nowMs()), challenge.endsAt);

  async function proven(client: Client, origin: string, response: PasskeyAnswer) {
    const asked = challengeOf(client, 'enter');
    const passkey = asked === null ? null : await accounts.passkeys.byCredential(response.id);
    if (asked === null || passkey === null) return null;
    const { counter, credentialId, publicKey, transports } = passkey;
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: response as unknown as AuthenticationResponseJSON,
      expectedChallenge: asked.challenge,
      expectedOrigin: origin,
      expectedRPID: idOf(origin),
      // It stands for password and code together: having the device is not enough.
      requireUserVerification: true,
      credential: {
        ...{ id: credentialId, counter, publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')) },
        transports: [...transports] as AuthenticatorTransportFuture[],
      },
    }).catch(() => ({ verified: false, authenticationInfo: { newCounter: 0 } }));
    if (!verified || !(await isFirst(asked))) return null;
    const { newCounter } = authenticationInfo;
    return (await accounts.passkeys.used(passkey.id, counter, newCounter, new Date(nowMs())))
      ? passkey
      : null;
  }

  return {
    async requestOptions(origin) {
      const { challenge, cookie } = newChallenge('enter');
      const options = await generateAuthenticationOptions({
        ...{ rpID: idOf(origin), challenge, userVerification: 'required', timeout: WITHIN_S * 1000 },
      });
      return { options, cookie };
    },
    async signIn(client, origin, response) {
      const tried = await guard.attemptFrom(client.from, async () => {
        const passkey = await proven(client, origin, response);
        const result: Entry = passkey === null ? REFUSED : await signIn.enter(client, passkey.userId);
        return { verdict: result.outcome === 'entered' ? 'right' : 'wrong', result };
      });
      if (tried.outcome === 'locked') return tried;
      const { result } = tried;
      return result.outcome === 'entered'
        ? { ...result, cookies: [...result.cookies, cookies.clear('passkey')] }
        : result;
    },
    async creationOptions(origin, { userId, email, name }) {
      const { challenge, cookie } = newChallenge(`add-${userId}`);
      const known = await accounts.passkeys.ofPerson(userId);
      const options = await generateRegistrationOptions({
        ...{ rpName: NAME, rpID: idOf(origin), challenge, timeout: WITHIN_S * 1000 },
        ...{ userID: new Uint8Array(Buffer.from(userId)), userName: email, userDisplayName: name },
        attestationType: 'none',
        excludeCredentials: known.map(({ credentialId: id }) => ({ id })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      });
      return { options, cookie };
    },
    async add(client, origin, userId, { name, response }) {
      const asked = challengeOf(client, `add-${userId}`);
      if (asked === null) return null;
      const { registrationInfo } = await verifyRegistrationResponse({
        response: response as unknown as RegistrationResponseJSON,
        expectedChallenge: asked.challenge,
        expectedOrigin: origin,
        expectedRPID: idOf(origin),
        requireUserVerification: true,
      }).catch(() => ({ registrationInfo: undefined }));
      if (registrationInfo === undefined || !(await isFirst(asked))) return null;
      const { credential, credentialDeviceType, credentialBackedUp, aaguid } = registrationInfo;
      return accounts.passkeys.add(
        {
          ...{ userId, name, credentialId: credential.id, counter: credential.counter, aaguid },
          publicKey: Buffer.from(credential.publicKey).toString('base64url'),
          transports: credential.transports ?? [],
          ...{ deviceType: credentialDeviceType, backedUp: credentialBackedUp },
        },
        MOST_PASSKEYS,
      );
    },
  };
}
