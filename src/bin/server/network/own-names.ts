/** Names and addresses under which this host is reached. */
import { hostname, networkInterfaces } from 'node:os';
import { isLoopback } from '../../../api/network/policy.ts';
import { canonical } from '../../../features/certificates/certificate.ts';

const NAME =
  /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?)*$/;

/** `0.0.0.0` and `::` stand for every address of the host. */
export const isWildcard = (listen: string): boolean => ['0.0.0.0', '::'].includes(canonical(listen));

export const isLoopbackListen = (listen: string): boolean => listen === 'localhost' || isLoopback(listen);

/** Addresses of the host that others reach it under, without those of one link. */
export function hostAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ internal, address }) => !internal && !/^(fe80:|169\.254\.)/i.test(address))
    .map(({ address }) => canonical(address));
}

/** For a certificate of our own: the public name first, where there is one. */
export function ownNames(listen: string, publicUrl: URL | null): string[] {
  const host = hostname().toLowerCase();
  const publicName = publicUrl?.hostname.replace(/^\[|\]$/g, '');
  const listening = isWildcard(listen) ? hostAddresses() : listen === 'localhost' ? [] : [listen];
  const names = [
    ...(publicName === undefined ? [] : [publicName]),
    ...(NAME.test(host) ? [host] : []),
    'localhost',
    ...['127.0.0.1', '::1'],
    ...listening,
  ];
  return [...new Set(names.map(canonical))];
}
