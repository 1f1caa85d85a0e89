/** Requests against their zod schemas; what is wrong is said field by field. */
import type { FastifySchemaCompiler } from 'fastify';
import { z } from 'zod';
import { say } from '../../model/messages/message.ts';
import { expectation } from './expectation.ts';
import { type WrongField, wrongFields } from './problems.ts';

const PARTS: Readonly<Record<string, WrongField['in']>> = {
  params: 'path',
  querystring: 'query',
  headers: 'headers',
  body: 'body',
};
const LONGEST_VALUE = 200;

export const validatorCompiler: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  const part = PARTS[httpPart ?? 'body'] ?? 'body';
  return (data: unknown) => {
    const result = schema.safeParse(data);
    if (result.success) return { value: result.data };
    return {
      error: wrongFields(result.error.issues.flatMap((issue) => fieldErrors(part, schema, issue, data))),
    };
  };
};

function fieldErrors(
  part: WrongField['in'],
  schema: z.ZodType,
  issue: z.core.$ZodIssue,
  data: unknown,
): WrongField[] {
  // Where a secret belongs it is also found under a name that is mistyped, in the field beside, in a list.
  const isSecretive = part === 'body' && knownNames(schema).some((name) => SECRET.test(name));
  const shown = (path: readonly PropertyKey[]) => (isSecretive ? null : valueText(valueAt(data, path), path));
  if (issue.code !== 'unrecognized_keys') {
    const value = shown(issue.path);
    // `type=plc,zzz`: one parameter, whatever its place in the list.
    const path = part === 'query' ? issue.path.filter((key) => typeof key !== 'number') : issue.path;
    return [{ in: part, path: path.join('.'), value, expected: expectation(issue) }];
  }
  const known = issue.path.length === 0 ? knownNames(schema) : [];
  const expected =
    known.length === 0 ? say('expected.no-such-name') : say('expected.known-names', { names: known });
  return issue.keys.map((key) => {
    const path = [...issue.path, key];
    return { in: part, path: path.join('.'), value: shown(path), expected };
  });
}

function knownNames(schema: z.ZodType): readonly string[] {
  if (schema instanceof z.ZodPipe && schema.in instanceof z.ZodType) return knownNames(schema.in);
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data;
  for (const key of path) {
    if (typeof value === 'string' && typeof key === 'number') value = value.split(',')[key];
    else if (typeof value !== 'object' || value === null) return undefined;
    else value = Reflect.get(value, key);
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
