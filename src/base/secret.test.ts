import { format, inspect } from 'node:util';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { Secret } from './secret.ts';

const PLANTED = 'correct horse battery staple';

describe('a secret', () => {
  const secret = new Secret(PLANTED);

  it('is given to who asks for it by name', () => {
    expect(secret.reveal()).toBe(PLANTED);
  });

  it('is not shown by anything that turns values into text', () => {
    const lines: string[] = [];
    const log = pino({}, { write: (line: string) => void lines.push(line) });
    log.info({ secret, nested: { secret } }, 'with %s', secret);
    const shown = [
      `${secret}`,
      String(secret),
      `x${secret as unknown as string}`,
      JSON.stringify({ secret, list: [secret] }),
      inspect(secret, { showHidden: true, depth: 9 }),
      inspect({ deep: [{ secret }] }, { depth: 9 }),
      format('%s %o %O %j', secret, secret, secret, secret),
      JSON.stringify({ ...secret }),
      JSON.stringify(Object.entries(secret)),
      ...lines,
    ];
    for (const text of shown) expect(text).not.toContain(PLANTED);
    expect(shown[0]).toBe('***');
    expect(shown[3]).toBe('{"secret":"***","list":["***"]}');
  });
});
