/** The protocol: OpenID Connect Core 1.0, code flow with PKCE (RFC 7636), through openid-client. */

import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  customFetch,
  type DiscoveryRequestOptions,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import type { Secret } from '../../../base/secret.ts';
import type { IdentityProvider } from '../../../store/state/accounts/identity-providers.ts';
import type { OutgoingFetch } from '../../outgoing/outgoing-fetch.ts';

/** What is remembered of a way there until the way back. */
export interface Journey {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Who the provider says it is. */
export interface Identity {
  readonly subject: string;
  readonly email: string | null;
  /** Said by the provider; anything but `true` is no. */
  readonly isEmailVerified: boolean;
  readonly name: string | null;
}

export interface RelyingParty {
  /** Where to send the browser. Throws when the provider cannot be reached or is not one. */
  begin(
    provider: IdentityProvider,
    redirectUri: string,
  ): Promise<{ readonly url: URL; readonly journey: Journey }>;
  /** Throws when anything is not as it must be: state, nonce, code, and the ID token's signature, issuer, audience, end. */
  finish(provider: IdentityProvider, back: URL, journey: Journey): Promise<Identity>;
}

const SCOPE = 'openid email profile';
const WITHIN_S = 10;
const REMEMBERED_MS = 3600_000;
const MOST_REMEMBERED = 100;

export function createRelyingParty(
  secretOf: (providerId: string) => Promise<Secret | null>,
  fetch: OutgoingFetch,
): RelyingParty {
  const known = new Map<string, { readonly configuration: Configuration; readonly untilMs: number }>();

  async function configurationOf({
    id,
    version,
    issuer,
    clientId,
  }: IdentityProvider): Promise<Configuration> {
    const secret = (await secretOf(id))?.reveal();
    const key = JSON.stringify([id, version, issuer, clientId, secret]);
    const remembered = known.get(key);
    if (remembered !== undefined && remembered.untilMs > Date.now()) return remembered.configuration;
    const server = new URL(issuer);
    const configuration = await discovery(server, clientId, secret, undefined, {
      [customFetch]: fetch as NonNullable<DiscoveryRequestOptions[typeof customFetch]>,
      timeout: WITHIN_S,
      // The ID token's signature is checked although it comes over TLS: a proxy may stand between.
      execute:
        server.protocol === 'http:'
          ? [enableNonRepudiationChecks, allowInsecureRequests]
          : [enableNonRepudiationChecks],
    });
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(key, { configuration, untilMs: Date.now() + REMEMBERED_MS });
    return configuration;
  }

  return {
    async begin(provider, redirectUri) {
      const configuration = await configurationOf(provider);
      const journey = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
      const url = buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: SCOPE,
        state: journey.state,
        nonce: journey.nonce,
        code_challenge: await calculatePKCECodeChallenge(journey.verifier),
        code_challenge_method: 'S256',
      });
      return { url, journey };
    },
    async finish(provider, back, { state, nonce, verifier }) {
      const configuration = await configurationOf(provider);
      const tokens = await authorizationCodeGrant(configuration, back, {
        ...{ pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true },
      });
      const claims = tokens.claims();
      if (claims === undefined) throw new Error('the provider sent no ID token');
      const { sub: subject } = claims;
      const hasEmail = typeof claims.email === 'string';
      const said =
        hasEmail || configuration.serverMetadata().userinfo_endpoint === undefined
          ? claims
          : await fetchUserInfo(configuration, tokens.access_token, subject);
      const { email, email_verified: verified, name } = said;
      return {
        subject,
        email: typeof email === 'string' ? email : null,
        isEmailVerified: verified === true,
        name: typeof name === 'string' ? name : null,
      };
    },
  };
}
