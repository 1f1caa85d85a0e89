/** What a schema expected, as a message. */
import type { z } from 'zod';
import { isMessageKey, type Message, say } from '../../model/messages/message.ts';

const FORMATS = ['datetime', 'ipv4', 'ipv6', 'cidrv4', 'cidrv6', 'url', 'base64url'] as const;

type Issue = z.core.$ZodIssue;

/** Our own schemas say the key of what they expect; others are told by what they checked. */
export function expectation(issue: Issue): Message {
  switch (issue.code) {
    case 'invalid_type':
      return ofType(issue.expected);
    case 'invalid_value':
      return issue.values.length === 1
        ? say('expected.value', { value: String(issue.values[0]) })
        : say('expected.one-of', { values: issue.values.map(String) });
    case 'too_small':
      return atLeast(issue);
    case 'too_big':
      return atMost(issue);
    case 'not_multiple_of':
      return say('expected.multiple-of', { step: issue.divisor });
    case 'invalid_format':
      return named(issue.message) ?? ofFormat(issue);
    case 'invalid_union':
      return either(issue.errors.flat().map(expectation));
    default:
      return named(issue.message) ?? say('expected.other');
  }
}

function named(message: string): Message | null {
  return isMessageKey(message) && message.startsWith('expected.') ? { key: message, params: {} } : null;
}

function ofType(type: string): Message {
  switch (type) {
    case 'string':
    case 'number':
    case 'int':
    case 'boolean':
    case 'array':
    case 'object':
    case 'null':
      return say(`expected.type.${type}`);
    default:
      return say('expected.type.other', { type });
  }
}

function atLeast({ origin, minimum, inclusive = true }: z.core.$ZodIssueTooSmall): Message {
  const least = Number(minimum);
  if (origin === 'string') return say('expected.characters-least', { least });
  if (origin === 'array') return say('expected.values-least', { least });
  return inclusive ? say('expected.at-least', { least }) : say('expected.more-than', { least });
}

function atMost({ origin, maximum, inclusive = true }: z.core.$ZodIssueTooBig): Message {
  const most = Number(maximum);
  if (origin === 'string') return say('expected.characters-most', { most });
  if (origin === 'array') return say('expected.values-most', { most });
  return inclusive ? say('expected.at-most', { most }) : say('expected.less-than', { most });
}

function ofFormat({ format, pattern }: z.core.$ZodIssueInvalidStringFormat): Message {
  const known = FORMATS.find((each) => each === format);
  if (known !== undefined) return say(`expected.${known}`);
  return say('expected.pattern', { pattern: pattern ?? format });
}

/** Each once. */
function either(all: readonly Message[]): Message {
  const different = [...new Map(all.map((message) => [JSON.stringify(message), message])).values()];
  return different.reduce((a, b) => say('or', { a, b }));
}
