/** Signing in with an identity provider: who is linked, who is known by email, who is new. */

import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import { InputError } from '../../../base/errors.ts';
import type { Secret } from '../../../base/secret.ts';
import type { Micros } from '../../../base/time.ts';
import type { Accounts } from '../../../store/state/accounts/accounts.ts';
import type { IdentityProvider } from '../../../store/state/accounts/identity-providers.ts';
import type { OutgoingFetch } from '../../outgoing/outgoing-fetch.ts';
import { checkEmail, checkName } from '../people.ts';
import type { Cookies } from '../session-cookie.ts';
import type { Client } from '../sessions.ts';
import type { Entry, SignIn } from '../sign-in.ts';
import { createRelyingParty, type Identity, type Journey } from './relying-party.ts';

export interface SingleSignOn {
  /** Those that are enabled, for whoever is not signed in. */
  offered(): Promise<readonly { readonly id: string; readonly name: string }[]>;
  /** Where to send the browser, with the cookie that binds the way back to it. `null`: no such provider. */
  begin(
    providerId: string,
    redirectUri: string,
  ): Promise<{ readonly url: string; readonly cookie: string } | null>;
  /** `back`: the URL that the provider sent the browser to. */
  finish(client: Client, providerId: string, back: URL): Promise<Arrival>;
  /** Of what `begin` threw, for the log. */
  reasonOf(error: unknown): string;
}

export type Arrival =
  | { readonly outcome: 'entered'; readonly entry: Entry & { readonly outcome: 'entered' } }
  /** Cancelled there; not known here, or disabled; anything else, with what an administrator reads in the log. */
  | { readonly outcome: 'denied' | 'unknown' }
  | { readonly outcome: 'failed'; readonly why: string };

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

export function createSingleSignOn(parts: SingleSignOnParts): SingleSignOn {
  const { accounts, cookies, signIn, secret, clock } = parts;
  const party = createRelyingParty(parts.secretOf, parts.fetch);
  const nowMs = (): number => Math.floor(clock() / 1000);

  async function enabled(id: string): Promise<IdentityProvider | null> {
    const provider = await accounts.providers.get(id);
    return provider?.isEnabled ? provider : null;
  }

  /** Encrypted, not only signed: the verifier is what keeps a stolen code useless. */
  async function packed(providerId: string, journey: Journey): Promise<string> {
    const data = JSON.stringify({ ...journey, providerId, endsAtMs: nowMs() + WITHIN_S * 1000 });
    return cookies.set('single_sign_on', await symmetricEncrypt({ key: secret, data }), WITHIN_S);
  }

  async function unpacked(
    { cookie }: Client,
    wanted: string,
  ): Promise<(Journey & { endsAtMs: number }) | null> {
    const sealed = cookies.read(cookie, 'single_sign_on');
    if (sealed === null) return null;
    const { providerId, ...journey } = JSON.parse(await symmetricDecrypt({ key: secret, data: sealed }));
    return providerId === wanted && journey.endsAtMs > nowMs() ? journey : null;
  }

  /** Who this is here; `null`: nobody, and nobody is to be made. */
  async function personOf(provider: IdentityProvider, identity: Identity): Promise<string | null> {
    const { id: providerId, trustsEmail, orgId, role } = provider;
    const link = { providerId, subject: identity.subject };
    const linked = await accounts.logins.byLink(link);
    if (linked !== null) return linked;
    if (identity.email === null || !identity.isEmailVerified) return null;
    const email = checkEmail(identity.email);
    const known = await accounts.people.byEmail(email);
    if (known !== null) {
      if (!trustsEmail || known.isDisabled) return null;
      return (await accounts.logins.link(known.id, link)) ? known.id : accounts.logins.byLink(link);
    }
    if (orgId === null || role === null) return null;
    const name = checkName((identity.name ?? '').slice(0, 200), email);
    const login = { email, name, password: null, isPlatformAdmin: false };
    return accounts.logins.create(login, { link, member: { orgId, role } });
  }

  return {
    reasonOf,
    async offered() {
      const all = await accounts.providers.list();
      return all.filter(({ isEnabled }) => isEnabled).map(({ id, name }) => ({ id, name }));
    },
    async begin(providerId, redirectUri) {
      const provider = await enabled(providerId);
      if (provider === null) return null;
      const { url, journey } = await party.begin(provider, redirectUri);
      return { url: url.href, cookie: await packed(providerId, journey) };
    },
    async finish(client, providerId, back) {
      try {
        const provider = await enabled(providerId);
        const journey = await unpacked(client, providerId);
        if (provider === null || journey === null)
          return {
            outcome: 'failed',
            why: 'this browser did not begin it here, or more than ten minutes ago',
          };
        // Before anything else: whatever comes back is good once.
        const endsAt = new Date(journey.endsAtMs);
        if (!(await accounts.usedOnce.use(journey.state, new Date(nowMs()), endsAt)))
          return { outcome: 'failed', why: 'this answer was used before' };
        if (back.searchParams.get('state') === journey.state && back.searchParams.has('error'))
          return { outcome: 'denied' };
        const identity = await party.finish(provider, back, journey);
        const userId = await personOf(provider, identity);
        const entry = userId === null ? null : await signIn.enter(client, userId);
        if (entry?.outcome !== 'entered') return { outcome: 'unknown' };
        return {
          outcome: 'entered',
          entry: { ...entry, cookies: [...entry.cookies, cookies.clear('single_sign_on')] },
        };
      } catch (error) {
        return { outcome: 'failed', why: reasonOf(error) };
      }
    },
  };
}

/** For the log: names of errors and their codes. No token and no code is in them. */
function reasonOf(error: unknown): string {
  if (error instanceof InputError) return 'the email that the provider sent is no address';
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error ? ` (${String(error.code)})` : '';
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return `${error.name}${code}: ${error.message}${cause}`.slice(0, 500);
}
