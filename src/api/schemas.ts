/** What the schemas of several nouns share. The web console imports these files: nothing of Node in them. */
import { z } from 'zod';
import { formatMicros, type Micros } from '../base/time.ts';
import { EMAIL, LONGEST_EMAIL, LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../model/account-limits.ts';
import type { MessageKey } from '../model/messages/message.ts';

/** A whole number written in digits, as query strings and paths carry it. */
export const whole = (least: number, most: number) =>
  z.preprocess(
    (value) => (typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : value),
    z.number().int().min(least).max(most),
  );

export const yesNo = z.enum(['true', 'false']).transform((value) => value === 'true');

/** Written several times, or once with commas. */
export const several = <Item extends z.ZodType>(item: Item) =>
  z.preprocess(
    (value) => (typeof value === 'string' ? value.split(',') : value),
    z.array(item).min(1).max(100),
  );

/** A VLAN id, or `none` for untagged frames, which becomes `null`. */
export const vlanOrNone = z.union([z.literal('none').transform(() => null), whole(0, 4095)]);

export const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly();

/** µs since 1970 inside, ISO 8601 outside; decoding keeps six decimals of a second. */
export const instant = z
  .codec(z.iso.datetime({ offset: true }), z.number(), {
    decode: parseInstant,
    encode: (at) => formatMicros(at),
  })
  .meta({ type: 'string', format: 'date-time' });

function parseInstant(text: string): Micros {
  const digits = /\.(\d+)/.exec(text)?.[1] ?? '';
  return Math.floor(Date.parse(text)) * 1000 + Number(digits.padEnd(6, '0').slice(3, 6));
}

export const emailAddress = z
  .string()
  .max(LONGEST_EMAIL)
  .trim()
  .regex(EMAIL, 'expected.email' satisfies MessageKey);
/** One that is chosen; what is only compared may be shorter. */
export const chosenPassword = z.string().min(SHORTEST_PASSWORD).max(LONGEST_PASSWORD);

export const nothing = z.strictObject({});

/** Rows of one page. */
export const MOST_PAGE_ROWS = 1000;
export const page = { limit: whole(1, MOST_PAGE_ROWS).default(50), offset: whole(0, 1_000_000).default(0) };

export const siteId = z.string().min(1).max(100);

/** Asked of every read of traffic: a time, from included to excluded, one capture, one site. */
export const scope = {
  from: instant.exactOptional(),
  to: instant.exactOptional(),
  capture: z.string().min(1).max(100).exactOptional(),
  site: siteId.exactOptional(),
};
interface Range {
  readonly from?: Micros;
  readonly to?: Micros;
}
export const inOrder = ({ from, to }: Range): boolean => from === undefined || to === undefined || from <= to;
export const IN_ORDER = { path: ['to'], message: 'expected.in-order' satisfies MessageKey };

/** `from` and `to` as the range that the store reads. */
export function withRange<Query extends Range>({ from, to, ...rest }: Query) {
  return { ...rest, range: { from: from ?? null, to: to ?? null } };
}

export const scopeQuery = z.strictObject(scope).refine(inOrder, IN_ORDER).transform(withRange);

export const count = z.number().int().min(0);
export const id = z.string().min(1).max(200);
export const byId = z.strictObject({ id });
/** An ETag (RFC 9110 §8.8.3): the version in quotes; `*` is any. */
export const ifMatch = z.looseObject({
  'if-match': z
    .string()
    .regex(/^("\d{1,15}"|\*)$/, 'expected.etag' satisfies MessageKey)
    .exactOptional(),
});

/** What `versionOf` reads back. */
export const etagOf = ({ version }: { readonly version: number }): string => `"${version}"`;

/** The version that a valid If-Match asks for; none when any will do. */
export function versionOf(tag: string | undefined): number | undefined {
  return tag === undefined || tag === '*' ? undefined : Number(tag.slice(1, -1));
}

/** RFC 9457, with a stable `code` (docs/api-problems.md). */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  /** The wrong fields of the request. */
  errors: list(
    z.object({
      in: z.enum(['path', 'query', 'headers', 'body']),
      path: z.string(),
      value: z.string().nullable(),
      expected: z.string(),
    }),
  ),
});
export type ProblemDocument = z.infer<typeof problemSchema>;
