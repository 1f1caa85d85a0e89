/** Under which names this server answers: a page elsewhere whose own name was made to mean our address gets nothing. */
import { formatAddress, parseAddress } from '../../base/cidr.ts';
import { isLoopback, type NetworkPolicy } from './policy.ts';

const HOST = /^(\[[0-9a-f:.]+\]|[0-9a-z_](?:[0-9a-z_.-]*[0-9a-z_])?)(?::\d{1,5})?$/;

/** The name or address in a `Host` (RFC 9110 §7.2), without its port and brackets; `null` when it is none. */
export function nameOfHost(host: string): string | null {
  const name = HOST.exec(host.toLowerCase())?.[1] ?? null;
  if (name === null) return null;
  const address = parseAddress(name.replace(/^\[|\]$/g, ''));
  return address === null ? name : formatAddress(address);
}

/**
 * Loopback names; the very address that the connection came to; the host of the public URL; names of the certificate. None
 * of them can be another site's, so DNS rebinding stays without an answer.
 */
export function isServed(name: string, cameTo: string | undefined, policy: NetworkPolicy): boolean {
  if (name === 'localhost' || isLoopback(name)) return true;
  const address = parseAddress(name);
  if (address !== null && cameTo !== undefined) {
    const own = parseAddress(cameTo);
    if (own !== null && formatAddress(own) === name) return true;
  }
  if (policy.publicUrl !== null && nameOfHost(policy.publicUrl.host) === name) return true;
  return policy.certificateNames().some((each) => covers(each, name));
}

/** RFC 6125 §6.4.3: a star stands for one label. */
function covers(pattern: string, name: string): boolean {
  if (pattern === name) return true;
  if (!pattern.startsWith('*.')) return false;
  const dot = name.indexOf('.');
  return dot > 0 && name.slice(dot) === pattern.slice(1);
}
