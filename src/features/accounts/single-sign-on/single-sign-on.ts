/** Signing in with an identity provider: who is linked, who is known by email, who is new. */

import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import type { Secret } from '../../../base/secret.ts';
import type { Micros } from '../../../base/time.ts';
import type { Accounts } from '../../../store/state/accounts/accounts.ts';
import type { IdentityProvider } from '../../../store/state/accounts/identity-providers.ts';
import type { OutgoingFetch } from '../../outgoing/outgoing-fetch.ts';
import { checkEmail, checkName } from '../people.ts';
import type { Cookies } from '../session-cookie.ts';
import type { Client } from '../sessions.ts';
import type { Entry, SignIn } from '../sign-in.ts';
import { ofAnswer, ofError, type Refusal, refusal } from './refusal.ts';
import { createRelyingParty, type Identity, type Journey } from './relying-party.ts';

export interface SingleSignOn {
  /** Those that are enabled, for whoever is not signed in. */
  offered(): Promise<readonly { readonly id: string; readonly name: string }[]>;
  /**
   * Where to send the browser, with the cookie that binds the way back to it. `to` is kept for whoever comes back: a path that
   * was checked. `null`: no such provider.
   */
  begin(providerId: string, redirectUri: string, to: string): Promise<Departure | Refusal | null>;
  /** `back`: the URL that the provider sent the browser to. `to`: `/` where it is not known any more. */
  finish(
    client: Client,
    providerId: string,
    back: URL,
  ): Promise<{ readonly arrival: Arrival; readonly to: string }>;
}

export interface Departure {
  readonly outcome: 'leaving';
  readonly url: string;
  readonly cookie: string;
}
export type Arrival =
  | { readonly outcome: 'entered'; readonly entry: Entry & { readonly outcome: 'entered' } }
  | Refusal;

export interface SingleSignOnParts {
  readonly accounts: Accounts;
  readonly cookies: Cookies;
  readonly signIn: SignIn;
  readonly secret: string;
  readonly clock: () => Micros;
  /** The client secret of a provider. */
  readonly secretOf: (providerId: string) => Promise<Secret | null>;
  /** The one way out. */
  readonly fetch: OutgoingFetch;
}

const WITHIN_S = 600;
const NOBODY = refusal('unknown', 'nobody here is linked, and newcomers are not let in');

export function createSingleSignOn(parts: SingleSignOnParts): SingleSignOn {
  const { accounts, cookies, signIn, secret, clock } = parts;
  const party = createRelyingParty(parts.secretOf, parts.fetch);
  const nowMs = (): number => Math.floor(clock() / 1000);

  async function enabled(id: string): Promise<IdentityProvider | null> {
    const provider = await accounts.providers.get(id);
    return provider?.isEnabled ? provider : null;
  }

  /** Encrypted, not only signed: the verifier is what keeps a stolen code useless. */
  async function packed(providerId: string, journey: Journey, to: string): Promise<string> {
    const data = JSON.stringify({ ...journey, to, providerId, endsAtMs: nowMs() + WITHIN_S * 1000 });
    return cookies.set('single_sign_on', await symmetricEncrypt({ key: secret, data }), WITHIN_S);
  }

  async function unpacked(
    { cookie }: Client,
    wanted: string,
  ): Promise<(Journey & { readonly to: string; readonly endsAtMs: number }) | null> {
    const sealed = cookies.read(cookie, 'single_sign_on');
    if (sealed === null) return null;
    const { providerId, ...journey } = JSON.parse(await symmetricDecrypt({ key: secret, data: sealed }));
    return providerId === wanted && journey.endsAtMs > nowMs() ? journey : null;
  }

  /** The id of who this is here; nobody, and nobody is to be made: why. */
  async function personOf(provider: IdentityProvider, identity: Identity): Promise<string | Refusal> {
    const { id: providerId, trustsEmail, orgId, role } = provider;
    const link = { providerId, subject: identity.subject };
    const linked = await accounts.logins.byLink(link);
    if (linked !== null) return linked;
    if (identity.email === null) return refusal('no-email', 'the provider sent no email');
    if (!identity.isEmailVerified)
      return refusal('no-email', 'the provider does not say that it verified the email');
    const email = checkEmail(identity.email);
    const known = await accounts.people.byEmail(email);
    if (known !== null) {
      if (!trustsEmail)
        return refusal('unknown', 'somebody has this email; the provider is not trusted with emails');
      if (known.isDisabled) return refusal('unknown', 'this person is disabled');
      if (await accounts.logins.link(known.id, link)) return known.id;
      return (await accounts.logins.byLink(link)) ?? NOBODY;
    }
    if (orgId === null || role === null) return NOBODY;
    const name = checkName((identity.name ?? '').slice(0, 200), email);
    const login = { email, name, password: null, isPlatformAdmin: false };
    return (await accounts.logins.create(login, { link, member: { orgId, role } })) ?? NOBODY;
  }

  async function arrive(
    client: Client,
    providerId: string,
    back: URL,
    journey: Awaited<ReturnType<typeof unpacked>>,
  ): Promise<Arrival> {
    const provider = await enabled(providerId);
    if (provider === null) return refusal('failed', 'there is no such provider any more');
    if (journey === null)
      return refusal('expired', 'this browser did not begin it here, or more than ten minutes ago');
    // Before anything else: whatever comes back is good once.
    const endsAt = new Date(journey.endsAtMs);
    if (!(await accounts.usedOnce.use(journey.state, new Date(nowMs()), endsAt)))
      return refusal('expired', 'this answer was used before');
    const error = back.searchParams.get('error');
    if (error !== null && back.searchParams.get('state') === journey.state) return ofAnswer(error);
    const person = await personOf(provider, await party.finish(provider, back, journey));
    if (typeof person !== 'string') return person;
    const entry = await signIn.enter(client, person);
    if (entry.outcome !== 'entered') return refusal('unknown', 'this person is disabled');
    return {
      outcome: 'entered',
      entry: { ...entry, cookies: [...entry.cookies, cookies.clear('single_sign_on')] },
    };
  }

  return {
    async offered() {
      const all = await accounts.providers.list();
      return all.filter(({ isEnabled }) => isEnabled).map(({ id, name }) => ({ id, name }));
    },
    async begin(providerId, redirectUri, to) {
      const provider = await enabled(providerId);
      if (provider === null) return null;
      try {
        const { url, journey } = await party.begin(provider, redirectUri);
        return { outcome: 'leaving', url: url.href, cookie: await packed(providerId, journey, to) };
      } catch (error) {
        return ofError(error);
      }
    },
    async finish(client, providerId, back) {
      let to = '/';
      try {
        const journey = await unpacked(client, providerId);
        to = journey?.to ?? to;
        return { arrival: await arrive(client, providerId, back, journey), to };
      } catch (error) {
        return { arrival: ofError(error), to };
      }
    },
  };
}
