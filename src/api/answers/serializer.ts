/**
 * Answers as JSON, compiled once from their zod schemas. zod itself would check and copy every value of a page before it is
 * written, which takes five times as long as writing it. Here shapes and types hold as they do there, and what does not fit
 * is a defect (500): never sent. Ranges, formats and patterns of what our own stores gave are not looked at again.
 */
import type { FastifySerializerCompiler } from 'fastify';
import { z } from 'zod';

type Write = (value: unknown) => string;

/** Text that JSON writes as it is (RFC 8259 §7): no quote, backslash, control character or surrogate. */
const PLAIN = /^[ !#-[\]-\ud7ff]*$/;

export class UnfitAnswer extends Error {
  constructor(expected: string, value: unknown) {
    super(`an answer that does not fit its schema: expected ${expected}, found ${describe(value)}`);
    this.name = 'UnfitAnswer';
  }
}

export const serializerCompiler: FastifySerializerCompiler<z.ZodType> = ({ schema }) => writerOf(schema);

/** Writes values of the schema's output type as its input type: what is sent. */
export function writerOf(schema: z.core.$ZodType): Write {
  if (schema instanceof z.ZodObject) return objectWriter(schema);
  if (schema instanceof z.ZodArray) return arrayWriter(writerOf(schema.element));
  if (schema instanceof z.ZodReadonly) return writerOf(schema.unwrap());
  if (schema instanceof z.ZodNullable) {
    const inner = writerOf(schema.unwrap());
    return (value) => (value === null ? 'null' : inner(value));
  }
  if (schema instanceof z.ZodString) {
    return (value) => {
      if (typeof value !== 'string') throw new UnfitAnswer('a string', value);
      return PLAIN.test(value) ? `"${value}"` : JSON.stringify(value);
    };
  }
  if (schema instanceof z.ZodNumber) {
    return (value) => {
      if (typeof value !== 'number' || !Number.isFinite(value)) throw new UnfitAnswer('a number', value);
      return String(value);
    };
  }
  if (schema instanceof z.ZodBoolean) {
    return (value) => {
      if (typeof value !== 'boolean') throw new UnfitAnswer('a boolean', value);
      return String(value);
    };
  }
  if (schema instanceof z.ZodEnum) return enumWriter(schema);
  if (schema instanceof z.ZodCodec) return codecWriter(schema);
  // Unions, records, literals and what else there is: rare and small.
  return (value) => {
    const encoded = z.safeEncode(schema as z.ZodType, value);
    if (!encoded.success) throw new UnfitAnswer(z.prettifyError(encoded.error), value);
    return JSON.stringify(encoded.data);
  };
}

/** Names in the order of the schema; what it does not name is left out, unless it is loose. */
function objectWriter(schema: z.ZodObject): Write {
  if (schema.def.catchall !== undefined) {
    return (value) => JSON.stringify(z.encode(schema, value as Record<string, unknown>));
  }
  const fields = Object.entries(schema.shape).map(([name, of]) => {
    const isOptional = of instanceof z.ZodOptional || of instanceof z.ZodExactOptional;
    return {
      name,
      key: `${JSON.stringify(name)}:`,
      isOptional,
      write: writerOf(isOptional ? of.unwrap() : of),
    };
  });
  return (value) => {
    if (typeof value !== 'object' || value === null) throw new UnfitAnswer('an object', value);
    const record = value as Readonly<Record<string, unknown>>;
    let text = '';
    for (const { name, key, isOptional, write } of fields) {
      const field = record[name];
      if (isOptional && field === undefined) continue;
      text += (text === '' ? key : `,${key}`) + write(field);
    }
    return `{${text}}`;
  };
}

function arrayWriter(write: Write): Write {
  return (value) => {
    if (!Array.isArray(value)) throw new UnfitAnswer('an array', value);
    let text = '';
    for (const item of value) text += text === '' ? write(item) : `,${write(item)}`;
    return `[${text}]`;
  };
}

function enumWriter(schema: z.ZodEnum): Write {
  const written = new Map<unknown, string>(schema.options.map((value) => [value, JSON.stringify(value)]));
  return (value) => {
    const text = written.get(value);
    if (text === undefined) throw new UnfitAnswer(`one of ${schema.options.join(', ')}`, value);
    return text;
  };
}

/** What it is inside is checked, then turned into what it is outside: instants. */
function codecWriter({ def }: z.ZodCodec): Write {
  const check = writerOf(def.out);
  return (value) => {
    check(value);
    return JSON.stringify(def.reverseTransform(value, { value, issues: [] }));
  };
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : typeof value;
}
