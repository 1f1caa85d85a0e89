/** What is typed of an identity provider, checked as the API checks it, and as the API takes it. */
import type { Role } from '../../data/session/session.ts';
import type { NewProvider, Provider, ProviderPatch } from './queries.ts';

export interface ProviderFields {
  readonly name: string;
  readonly id: string;
  readonly issuer: string;
  readonly clientId: string;
  /** Empty: the one that is kept, or none. */
  readonly clientSecret: string;
  /** A client without a secret. */
  readonly isPublic: boolean;
  readonly trustsEmail: boolean;
  /** Where newcomers become members; empty: only who is known enters. */
  readonly orgId: string;
  readonly role: Role;
}

export const LONGEST = { name: 100, id: 41, issuer: 500, clientId: 300, clientSecret: 4000 } as const;

export const NOTHING: ProviderFields = {
  ...{ name: '', id: '', issuer: '', clientId: '', clientSecret: '' },
  ...{ isPublic: false, trustsEmail: false, orgId: '', role: 'viewer' },
};

export const fieldsOf = (provider: Provider): ProviderFields => ({
  ...{ name: provider.name, id: provider.id, issuer: provider.issuer, clientId: provider.clientId },
  ...{ clientSecret: '', isPublic: !provider.hasClientSecret, trustsEmail: provider.trustsEmail },
  ...{ orgId: provider.orgId ?? '', role: provider.role ?? 'viewer' },
});

/** Proposed while the name is typed: `Works & Sons` is `works-sons`. */
export const idOf = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST.id)
    .replace(/^-+|-+$/g, '');

/** Which words say what is wrong with a field. */
export type Wrong = 'required' | 'id' | 'issuer' | 'secret';
export type WrongFields = Readonly<Partial<Record<keyof ProviderFields, Wrong>>>;

const LOCAL = ['localhost', '127.0.0.1', '[::1]'];

function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash, username } = new URL(text);
  const isSecure = protocol === 'https:' || (protocol === 'http:' && LOCAL.includes(hostname));
  return isSecure && search === '' && hash === '' && username === '';
}

/** `hasSecret`: one is kept already. */
export function wrongFields(fields: ProviderFields, hasSecret: boolean): WrongFields {
  const { name, id, issuer, clientId, clientSecret, isPublic } = fields;
  return {
    ...(name.trim() === '' ? { name: 'required' as const } : {}),
    ...(/^[a-z0-9][a-z0-9-]{0,40}$/.test(id) ? {} : { id: 'id' as const }),
    ...(isIssuer(issuer.trim()) ? {} : { issuer: 'issuer' as const }),
    ...(clientId.trim() === '' ? { clientId: 'required' as const } : {}),
    ...(isPublic || hasSecret || clientSecret !== '' ? {} : { clientSecret: 'secret' as const }),
  };
}

const newcomers = ({ orgId, role }: ProviderFields) =>
  orgId === '' ? { orgId: null, role: null } : { orgId, role };

export const asNew = (fields: ProviderFields): NewProvider => ({
  ...{ id: fields.id, name: fields.name.trim(), issuer: fields.issuer.trim() },
  ...{ clientId: fields.clientId.trim(), trustsEmail: fields.trustsEmail, ...newcomers(fields) },
  ...(fields.isPublic ? {} : { clientSecret: fields.clientSecret }),
});

/** The issuer and the id stay; so does a secret that nobody typed anew. */
export const asPatch = (fields: ProviderFields): ProviderPatch => ({
  ...{ name: fields.name.trim(), clientId: fields.clientId.trim(), trustsEmail: fields.trustsEmail },
  ...newcomers(fields),
  ...(fields.isPublic ? { clientSecret: null } : {}),
  ...(!fields.isPublic && fields.clientSecret !== '' ? { clientSecret: fields.clientSecret } : {}),
});
