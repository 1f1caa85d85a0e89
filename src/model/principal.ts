import type { Language } from './messages/message.ts';
import type { Permission, Role } from './permissions.ts';

/** Who asks, as far as the credentials of the request prove it. */
export interface Principal {
  readonly kind: 'session' | 'token' | 'command-line' | 'system';
  /** Of the session or the token. */
  readonly id: string;
  /** `null`: a token, the command line, Vigie itself. */
  readonly user: {
    readonly id: string;
    readonly email: string;
    readonly name: string;
    /** As the person chose it; `null`: that of each request. */
    readonly language: Language | null;
  } | null;
  /** What lists show: an email, a token's name. */
  readonly label: string;
  /** Above the organisations: makes them, and may act in each as its administrator. */
  readonly isPlatformAdmin: boolean;
  /** The organisation that the request is about; `null` when the person belongs to none. */
  readonly orgId: string | null;
  readonly role: Role | null;
  /** Within that organisation: role and scopes together. */
  readonly permissions: readonly Permission[];
}
