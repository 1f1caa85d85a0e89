/** Requests against their zod schemas; what is wrong is said field by field. */
import type { FastifySchemaCompiler } from 'fastify';
import { z } from 'zod';
import type { ProblemDocument } from '../schemas.ts';

type FieldError = ProblemDocument['errors'][number];
const PARTS: Readonly<Record<string, FieldError['in']>> = {
  params: 'path',
  querystring: 'query',
  headers: 'headers',
  body: 'body',
};
const LONGEST_VALUE = 200;

export class InvalidRequest extends Error {
  readonly statusCode = 400;
  readonly fields: readonly FieldError[];
  constructor(fields: readonly FieldError[]) {
    super(
      fields
        .map((it) => `${it.in} ${it.path || '(all)'}: expected ${it.expected}, found ${it.value}`)
        .join('; '),
    );
    this.name = 'InvalidRequest';
    this.fields = fields;
  }
}

export const validatorCompiler: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  const part = PARTS[httpPart ?? 'body'] ?? 'body';
  return (data: unknown) => {
    const result = schema.safeParse(data);
    if (result.success) return { value: result.data };
    return {
      error: new InvalidRequest(
        result.error.issues.flatMap((issue) => fieldErrors(part, schema, issue, data)),
      ),
    };
  };
};

function fieldErrors(
  part: FieldError['in'],
  schema: z.ZodType,
  issue: z.core.$ZodIssue,
  data: unknown,
): FieldError[] {
  // Where a secret belongs it is also found under a name that is mistyped, in the field beside, in a list.
  const isSecretive = part === 'body' && knownNames(schema).some((name) => SECRET.test(name));
  const shown = (path: readonly PropertyKey[]) => (isSecretive ? null : valueText(valueAt(data, path), path));
  if (issue.code !== 'unrecognized_keys') {
    const value = shown(issue.path);
    return [{ in: part, path: issue.path.join('.'), value, expected: expectation(issue) }];
  }
  const known = issue.path.length === 0 ? knownNames(schema) : [];
  const expected = known.length === 0 ? 'nothing of this name' : `one of the names ${known.join(', ')}`;
  return issue.keys.map((key) => {
    const path = [...issue.path, key];
    return { in: part, path: path.join('.'), value: shown(path), expected };
  });
}

function knownNames(schema: z.ZodType): readonly string[] {
  if (schema instanceof z.ZodPipe && schema.in instanceof z.ZodType) return knownNames(schema.in);
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'int' ? 'a whole number' : `a value of type ${issue.expected}`;
    case 'invalid_value':
      return issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.join(', ')}`;
    case 'too_small':
      return `at least ${issue.minimum}${unit(issue.origin)}`;
    case 'too_big':
      return `at most ${issue.maximum}${unit(issue.origin)}`;
    case 'invalid_format':
      if (issue.format === 'datetime') return 'an ISO 8601 instant such as 2026-11-20T08:00:00Z';
      return issue.message;
    case 'invalid_union':
      return [...new Set(issue.errors.flat().map(expectation))].join(' or ');
    default:
      return issue.message;
  }
}

function unit(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' ? ' values' : '';
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

/** Nobody is told a secret back, not even their own: it would lie in histories and logs of programs. */
const SECRET = /password|secret|token|^(current|next|code)$/i;

/** As JSON, cut short; `null` when it is not there, or secret. */
function valueText(value: unknown, path: readonly PropertyKey[]): string | null {
  if (value === undefined || path.some((key) => SECRET.test(String(key)))) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE)}…`;
}
