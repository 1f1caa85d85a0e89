import { z } from 'zod';
import { AUDIT_ACTIONS } from '../../model/audit.ts';
import type { MessageKey } from '../../model/messages/message.ts';
import { count, IN_ORDER, inOrder, instant, list, page, several, whole } from '../schemas.ts';

const NOUNS = [...new Set(AUDIT_ACTIONS.map((action) => `${action.split('.')[0]}.`))];
const text = z.string().min(1).max(200);

const filter = {
  from: instant.exactOptional(),
  to: instant.exactOptional(),
  /** As it is shown, or its id. */
  actor: z.string().min(1).max(300).exactOptional(),
  /** One of these; `device.` is every action of devices. */
  action: several(z.enum([...AUDIT_ACTIONS, ...NOUNS])).exactOptional(),
  /** `device`, or `device:mac-00005e005301`. */
  target: z
    .string()
    .regex(/^[a-z-]{1,50}(:.{1,300})?$/s, 'expected.target' satisfies MessageKey)
    .exactOptional(),
  /** Somewhere in names, addresses and fields. */
  q: text.exactOptional(),
};

interface Asked {
  readonly from?: number;
  readonly to?: number;
  readonly actor?: string;
  readonly action?: readonly string[];
  readonly target?: string;
  readonly q?: string;
}

function filterOf({ from, to, actor, action, target, q }: Asked) {
  const colon = target?.indexOf(':') ?? -1;
  return {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(actor === undefined ? {} : { actor }),
    ...(action === undefined ? {} : { actions: action }),
    ...(target === undefined ? {} : { targetKind: colon < 0 ? target : target.slice(0, colon) }),
    ...(target === undefined || colon < 0 ? {} : { targetId: target.slice(colon + 1) }),
    ...(q === undefined ? {} : { text: q }),
  };
}

export const auditQuery = z
  .strictObject({
    ...page,
    /** The order in which rows were written: there is no other. */
    sort: z.literal('at').default('at'),
    order: z.enum(['asc', 'desc']).default('desc'),
    ...filter,
  })
  .refine(inOrder, IN_ORDER)
  .transform(({ limit, offset, order, sort: _, ...asked }) => ({
    ...{ limit, offset, isOldestFirst: order === 'asc', filter: filterOf(asked) },
  }));

export const auditExportQuery = z
  .strictObject({ ...filter, format: z.enum(['csv', 'json']).default('csv') })
  .refine(inOrder, IN_ORDER)
  .transform(({ format, ...asked }) => ({ format, filter: filterOf(asked) }));

const fields = z.record(z.string(), z.unknown());

export const auditRow = z.object({
  /** From 1 without gaps; names the row for good. */
  seq: count,
  at: instant,
  actor: z.object({
    kind: z.enum(['session', 'token', 'command-line', 'set-up', 'system']),
    id: z.string(),
    label: z.string(),
    from: z.string().nullable(),
  }),
  /** `device.changed`; one of the list in docs/api.md. */
  action: z.string(),
  target: z.object({ kind: z.string(), id: z.string(), label: z.string().nullable() }).nullable(),
  /** Fields that changed, as they were and as they are since. */
  before: fields.nullable(),
  after: fields.nullable(),
  hash: z.string(),
});
export type AuditRowDocument = z.input<typeof auditRow>;
export type { AuditAction } from '../../model/audit.ts';

export const auditPage = z.object({ items: list(auditRow), total: count });

export const bySeq = z.strictObject({ seq: whole(1, Number.MAX_SAFE_INTEGER) });

export const signInQuery = z.strictObject(page);
export const signInPage = z.object({
  items: list(
    z.object({
      at: instant,
      action: z.enum(['session.started', 'session.ended', 'session.refused', 'user.locked']),
      user: z.object({ id: z.string(), email: z.string() }),
      from: z.string().nullable(),
    }),
  ),
  total: count,
});

export const auditFacets = z.object({
  actors: list(z.object({ label: z.string(), rows: count })),
  actions: list(z.object({ action: z.string(), rows: count })),
});

export const auditVerdict = z.object({
  /** Rows that were read. */
  rows: count,
  /** The first row that is not as it was written; `null`: all are. */
  broken: z
    .object({
      seq: count,
      fault: z.enum(['changed', 'missing', 'moved', 'added', 'cut', 'rewritten', 'unsigned']),
      message: z.string(),
    })
    .nullable(),
});
