/**
 * Answers as JSON, checked by what is compiled once from their zod schemas. zod itself would check and copy every value of
 * a page before it is written, which takes five times as long as writing it. Here shapes and types hold as they do there,
 * and what does not fit is a defect (500): never sent. Ranges, formats and patterns of what our own stores gave are not
 * looked at again. What fits as it is goes uncopied to the engine's own writer, which takes a third of the time that
 * putting the text together here took.
 */
import type { FastifySerializerCompiler } from 'fastify';
import { z } from 'zod';

type Write = (value: unknown) => string;
/** What is sent for a value: itself, or as much of it as its schema names. */
type Fit = (value: unknown) => unknown;

export class UnfitAnswer extends Error {
  constructor(expected: string, value: unknown) {
    super(`an answer that does not fit its schema: expected ${expected}, found ${describe(value)}`);
    this.name = 'UnfitAnswer';
  }
}

export const serializerCompiler: FastifySerializerCompiler<z.ZodType> = ({ schema }) => writerOf(schema);

/** Writes values of the schema's output type as its input type: what is sent. */
export function writerOf(schema: z.core.$ZodType): Write {
  const fitted = fitOf(schema);
  return (value) => JSON.stringify(fitted(value));
}

function fitOf(schema: z.core.$ZodType): Fit {
  if (schema instanceof z.ZodObject) return fitObject(schema);
  if (schema instanceof z.ZodArray) return fitArray(fitOf(schema.element));
  if (schema instanceof z.ZodReadonly) return fitOf(schema.unwrap());
  if (schema instanceof z.ZodNullable) {
    const inner = fitOf(schema.unwrap());
    return (value) => (value === null ? null : inner(value));
  }
  if (schema instanceof z.ZodString) return fitType('string');
  if (schema instanceof z.ZodNumber) return fitNumber;
  if (schema instanceof z.ZodBoolean) return fitType('boolean');
  if (schema instanceof z.ZodEnum) return fitEnum(schema);
  if (schema instanceof z.ZodCodec) return fitCodec(schema);
  // Unions, records, literals and what else there is: rare and small.
  return (value) => {
    const encoded = z.safeEncode(schema as z.ZodType, value);
    if (!encoded.success) throw new UnfitAnswer(z.prettifyError(encoded.error), value);
    return encoded.data;
  };
}

const fitType =
  (type: 'string' | 'boolean'): Fit =>
  (value) => {
    if (typeof value !== type) throw new UnfitAnswer(`a ${type}`, value);
    return value;
  };

function fitNumber(value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new UnfitAnswer('a number', value);
  return value;
}

/** What the schema does not name is left out, unless it is loose. */
function fitObject(schema: z.ZodObject): Fit {
  if (schema.def.catchall !== undefined) {
    return (value) => z.encode(schema, value as Record<string, unknown>);
  }
  const fields = Object.entries(schema.shape).map(([name, of]) => {
    const isOptional = of instanceof z.ZodOptional || of instanceof z.ZodExactOptional;
    return { name, isOptional, fitted: fitOf(isOptional ? of.unwrap() : of) };
  });
  return (value) => {
    if (typeof value !== 'object' || value === null) throw new UnfitAnswer('an object', value);
    const record = value as Readonly<Record<string, unknown>>;
    let present = 0;
    /** Begun at the first field that is sent otherwise than it is. */
    let copy: Record<string, unknown> | null = null;
    for (let at = 0; at < fields.length; at++) {
      const { name, isOptional, fitted } = fields[at];
      const field = record[name];
      if (isOptional && field === undefined) continue;
      present++;
      const sent = fitted(field);
      if (copy === null && sent !== field) copy = partOf(record, fields.slice(0, at));
      if (copy !== null) copy[name] = sent;
    }
    return copy ?? (Object.keys(record).length === present ? record : partOf(record, fields));
  };
}

function partOf(
  record: Readonly<Record<string, unknown>>,
  fields: readonly { readonly name: string }[],
): Record<string, unknown> {
  const part: Record<string, unknown> = {};
  for (const { name } of fields) if (record[name] !== undefined) part[name] = record[name];
  return part;
}

function fitArray(fitted: Fit): Fit {
  return (value) => {
    if (!Array.isArray(value)) throw new UnfitAnswer('an array', value);
    let copy: unknown[] | null = null;
    for (let at = 0; at < value.length; at++) {
      const sent = fitted(value[at]);
      if (copy === null && sent !== value[at]) copy = value.slice(0, at);
      if (copy !== null) copy.push(sent);
    }
    return copy ?? value;
  };
}

function fitEnum(schema: z.ZodEnum): Fit {
  const known = new Set<unknown>(schema.options);
  return (value) => {
    if (!known.has(value)) throw new UnfitAnswer(`one of ${schema.options.join(', ')}`, value);
    return value;
  };
}

/** What it is inside is checked, then turned into what it is outside: instants. */
function fitCodec({ def }: z.ZodCodec): Fit {
  const check = fitOf(def.out);
  return (value) => def.reverseTransform(check(value), { value, issues: [] });
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : typeof value;
}
