/** Who may connect, who is believed about whom, and under which names this server answers. */
import { type Address, type Cidr, containsAny, parseAddress, parseCidr } from '../../base/cidr.ts';

export interface NetworkPolicy {
  /** The only ones whose `X-Forwarded-For`, `-Proto` and `-Host` are read. */
  readonly trustedProxies: readonly Cidr[];
  /** Empty: everybody may connect. */
  readonly allow: readonly Cidr[];
  /** Where people open the console; `null`: by its addresses and the names of its certificate. */
  readonly publicUrl: URL | null;
  /** Names and addresses in the certificate that is served now, a name perhaps with `*.` before it. */
  readonly certificateNames: () => readonly string[];
}

/** What a server has that was told nothing. */
export const PLAIN_POLICY: NetworkPolicy = {
  trustedProxies: [],
  allow: [],
  publicUrl: null,
  certificateNames: () => [],
};

const LOOPBACK = ['127.0.0.0/8', '::1'].map(parseCidr).filter((cidr) => cidr !== null);

/** As text. Anything that is no address is none of loopback. */
export function isLoopback(text: string): boolean {
  const address = parseAddress(text);
  return address !== null && containsAny(LOOPBACK, address);
}

/**
 * Whether a connection from there may be opened: before its first byte, so before TLS and before anything is read. What
 * comes through a proxy is judged again, by its client, when the request says who that is.
 */
export function mayConnect({ allow, trustedProxies }: NetworkPolicy, text: string): boolean {
  if (allow.length === 0 || isLoopback(text)) return true;
  const address = parseAddress(text);
  return address !== null && (containsAny(allow, address) || containsAny(trustedProxies, address));
}

/**
 * Whether this client may ask. Loopback may, so that nobody locks themselves out of their own machine; not where proxies are
 * trusted, nor when a proxy that is not trusted has put its mark: then whoever stands behind it would come from loopback.
 */
export function mayAsk(
  { allow, trustedProxies }: NetworkPolicy,
  client: Address | null,
  isMarked: boolean,
): boolean {
  if (allow.length === 0) return true;
  if (client === null) return false;
  if (containsAny(allow, client)) return true;
  return containsAny(LOOPBACK, client) && trustedProxies.length === 0 && !isMarked;
}
