/** What the audit log speaks of. */
import type { Micros } from '../base/time.ts';

/** Who did something, and from where. */
export interface AuditActor {
  readonly kind: 'session' | 'token' | 'command-line' | 'set-up' | 'system';
  /** Of the person or token; empty for the system. */
  readonly id: string;
  /** What lists show: an email address, a token's name. */
  readonly label: string;
  /** Client address behind trusted proxies; `null` for what nobody asked for over the network. */
  readonly from: string | null;
}

/** What happens by itself: an import that ends, a retention that deletes. */
export const SYSTEM_ACTOR: AuditActor = { kind: 'system', id: '', label: 'system', from: null };

/**
 * Every action there is, `<noun>.<what happened>`. A name is for good: exports, filters and alarms of others know it. The
 * console has a word for each in both languages.
 */
export const AUDIT_ACTIONS = [
  'capture.changed',
  'capture.created',
  'capture.deleted',
  'capture.failed',
  'capture.ready',
  'capture.reanalysed',
  'device.changed',
  'export.read',
  'invitation.accepted',
  'invitation.created',
  'invitation.revoked',
  'listening.started',
  'listening.stopped',
  'member.added',
  'member.changed',
  'member.removed',
  'organisation.created',
  'organisation.renamed',
  'provider.changed',
  'provider.created',
  'provider.removed',
  'secret.removed',
  'secret.set',
  'secrets.rotated',
  'session.ended',
  'session.refused',
  'session.started',
  'site.changed',
  'site.created',
  'site.deleted',
  'token.created',
  'token.revoked',
  'user.changed',
  'user.created',
  'user.linked',
  'user.locked',
  'user.passkey-added',
  'user.passkey-removed',
  'user.passkey-renamed',
  'user.password-set',
  'user.recovery-codes-made',
  'user.two-factor-added',
  'user.two-factor-removed',
  'vlan.changed',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export interface AuditTarget {
  /** `device`, `capture`, `user`… */
  readonly kind: string;
  readonly id: string;
  /** What it was called then: it may be gone when the log is read. */
  readonly label?: string | null;
}

/** Names of fields and what they held. Never a secret: its place is `Secret`, which is written as `***`. */
export type AuditFields = Readonly<Record<string, unknown>>;

/** What somebody did. Of `before` and `after` only fields that differ are kept. */
export interface AuditEntry {
  readonly action: AuditAction;
  readonly target?: AuditTarget;
  readonly before?: object | null;
  readonly after?: object | null;
}

/** One row of the log, as it is kept. */
export interface AuditRow {
  /** From 1, without gaps, within the organisation. */
  readonly seq: number;
  readonly at: Micros;
  readonly actor: AuditActor;
  readonly action: string;
  readonly target: { readonly kind: string; readonly id: string; readonly label: string | null } | null;
  readonly before: AuditFields | null;
  readonly after: AuditFields | null;
  /** SHA-256 in hexadecimal, of this row and of the one before it. */
  readonly hash: string;
}
