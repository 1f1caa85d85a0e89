/** WebAuthn, by the browser's own reading and writing of JSON (Level 3), written out where it has none. */

export const hasPasskeys = (): boolean => typeof PublicKeyCredential !== 'undefined';

const toBase64Url = (buffer: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
const fromBase64Url = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));

/** Options as the server sends them. */
export type CeremonyOptions = PublicKeyCredentialCreationOptionsJSON & PublicKeyCredentialRequestOptionsJSON;

const withId = (list: readonly PublicKeyCredentialDescriptorJSON[] | undefined) =>
  (list ?? []).map((each) => ({ ...each, id: fromBase64Url(each.id) }) as PublicKeyCredentialDescriptor);

function requestOptions(json: CeremonyOptions): PublicKeyCredentialRequestOptions {
  if ('parseRequestOptionsFromJSON' in PublicKeyCredential)
    return PublicKeyCredential.parseRequestOptionsFromJSON(json);
  const { challenge, allowCredentials, extensions: _none, ...rest } = json as never as Record<string, never>;
  return { ...rest, challenge: fromBase64Url(challenge), allowCredentials: withId(allowCredentials) };
}

function creationOptions(json: CeremonyOptions): PublicKeyCredentialCreationOptions {
  if ('parseCreationOptionsFromJSON' in PublicKeyCredential)
    return PublicKeyCredential.parseCreationOptionsFromJSON(json);
  const {
    challenge,
    user,
    excludeCredentials,
    extensions: _none,
    ...rest
  } = json as never as Record<string, never>;
  return {
    ...(rest as unknown as PublicKeyCredentialCreationOptions),
    challenge: fromBase64Url(challenge),
    user: { ...(user as PublicKeyCredentialUserEntity), id: fromBase64Url((user as { id: string }).id) },
    excludeCredentials: withId(excludeCredentials),
  };
}

function toJson(credential: PublicKeyCredential): unknown {
  if (typeof credential.toJSON === 'function') return credential.toJSON();
  const { id, rawId, type, authenticatorAttachment, response } = credential;
  const { clientDataJSON } = response;
  const shared = { id, rawId: toBase64Url(rawId), type, authenticatorAttachment, clientExtensionResults: {} };
  if (response instanceof AuthenticatorAttestationResponse) {
    const attestationObject = toBase64Url(response.attestationObject);
    const transports = response.getTransports();
    return {
      ...shared,
      response: { clientDataJSON: toBase64Url(clientDataJSON), attestationObject, transports },
    };
  }
  const { authenticatorData, signature, userHandle } = response as AuthenticatorAssertionResponse;
  return {
    ...shared,
    response: {
      clientDataJSON: toBase64Url(clientDataJSON),
      authenticatorData: toBase64Url(authenticatorData),
      signature: toBase64Url(signature),
      userHandle: userHandle === null ? null : toBase64Url(userHandle),
    },
  };
}

/** What to send to the server; `null` when the person or the browser refused. */
export async function askPasskey(options: CeremonyOptions): Promise<unknown> {
  const found = await navigator.credentials.get({ publicKey: requestOptions(options) }).catch(() => null);
  return found instanceof PublicKeyCredential ? toJson(found) : null;
}

export async function makePasskey(options: CeremonyOptions): Promise<unknown> {
  const made = await navigator.credentials.create({ publicKey: creationOptions(options) }).catch(() => null);
  return made instanceof PublicKeyCredential ? toJson(made) : null;
}
