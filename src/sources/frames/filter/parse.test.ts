import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../base/errors.ts';
import { inWords, type Language } from '../../../model/messages/message.ts';
import { saidOf } from '../../../model/messages/refusal.ts';
import { MAX_EXPRESSION_LENGTH } from './lex.ts';
import { parseFilter } from './parse.ts';

const refusal = (expression: string, language: Language = 'en'): string => {
  try {
    parseFilter(expression);
  } catch (error) {
    if (error instanceof InputError)
      return language === 'en' ? error.message : inWords(saidOf(error), language);
    throw error;
  }
  return 'accepted';
};

describe('reading a filter', () => {
  test('keeps what was asked, with the words it was asked in', () => {
    expect(parseFilter('TCP src portrange 90-80')).toEqual({
      ...{ at: 0, text: 'tcp src portrange 90-80', kind: 'port' },
      ...{ transport: 6, low: 80, high: 90, direction: 'src' },
    });
    expect(parseFilter('net 192.0.2')).toMatchObject({ words: [0xc0000200], mask: [0xffffff00] });
    expect(parseFilter('net 2001:db8::/33')).toMatchObject({
      words: [0x20010db8, 0, 0, 0],
      mask: [0xffffffff, 0x80000000, 0, 0],
    });
    expect(parseFilter('ether 00:00:5e:00:53:01')).toMatchObject({ kind: 'ether-host', mac: 0x5e005301 });
    expect(parseFilter('ether proto 0x88CC')).toMatchObject({ kind: 'ether-type', type: 0x88cc });
    expect(parseFilter(' \t\n')).toEqual({ kind: 'everything' });
  });

  test('gives and and or equal precedence, from the left, and not the highest', () => {
    expect(parseFilter('ip or tcp and not udp')).toMatchObject({
      kind: 'and',
      left: { kind: 'or', left: { kind: 'ether-type' }, right: { number: 6 } },
      right: { kind: 'not', operand: { number: 17 } },
    });
    expect(parseFilter('!ip||tcp&&(udp)')).toMatchObject({
      kind: 'and',
      left: { kind: 'or', left: { kind: 'not', operand: { kind: 'ether-type' } } },
    });
  });

  test('lets a value alone take the qualifiers before it', () => {
    expect(parseFilter('udp dst port 53 or 5353')).toMatchObject({
      right: { kind: 'port', transport: 17, low: 5353, direction: 'dst', text: '5353' },
    });
    expect(parseFilter('src host 192.0.2.1 and not 192.0.2.2')).toMatchObject({
      right: { kind: 'not', operand: { kind: 'address', words: [0xc0000202], direction: 'src' } },
    });
    expect(parseFilter('vlan 10 or 20')).toMatchObject({ right: { kind: 'vlan', id: 20, sameTag: true } });
  });

  test('takes a bare address for a host, a bare prefix for a network', () => {
    expect(parseFilter('192.0.2.1')).toMatchObject({ kind: 'address', mask: [0xffffffff] });
    expect(parseFilter('src 198.51.100.0/24')).toMatchObject({ mask: [0xffffff00], direction: 'src' });
  });

  test('tells src or dst from two tests', () => {
    expect(parseFilter('src or dst port 53')).toMatchObject({ kind: 'port', direction: 'either' });
    expect(parseFilter('dst and src 192.0.2.1')).toMatchObject({ kind: 'address', direction: 'both' });
    expect(parseFilter('src 192.0.2.1 or dst port 53')).toMatchObject({ kind: 'or' });
  });
});

describe('a wrong filter', () => {
  test.each([
    ['hst 192.0.2.1', "filter, character 1 ('hst'): expected host, net, port"],
    ['tcp prt 80', "filter, character 5 ('prt'): expected port or portrange, 'and', 'or' or the end"],
    ['tcp port http', "filter, character 10 ('http'): expected a port number from 0 to 65535"],
    ['host example.com', 'names are not resolved'],
    ['ip and', 'filter, character 7 (the end): expected host, net, port'],
    ['(tcp or udp', "filter, character 12 (the end): expected ')' for the '(' at character 1"],
    ['tcp) or udp', "filter, character 4 (')'): expected a '(' before this ')'"],
    ['net 192.0.2.1/24', 'no address bits set outside the mask'],
    ['net 192.0.2.0/33', "a prefix length from 0 to 32 after '/'"],
    ['net 192.0.2.0 mask 24', "character 5 ('192.0.2.0'): expected an IPv4 network without '/', then mask"],
    ['ip host 2001:db8::1', "character 9 ('2001:db8::1'): expected an IPv4 address after 'ip'"],
    ['tcp host 192.0.2.1', "ip, ip6, arp or nothing before 'host', not 'tcp'"],
    ['arp port 53', "tcp, udp, sctp or nothing before 'port', not 'arp'"],
    ['ip broadcast', 'IP broadcast needs the netmask'],
    ['vlan 4096', 'a VLAN id, at most 4095'],
    ['ether proto 46', 'an ethertype from 0x600 to 0xffff'],
    ['proto constructor', "character 7 ('constructor'): expected an IP protocol number"],
    ['tcp[13] = 2', 'comparisons of bytes such as tcp[13] are not available'],
    ['tcp & udp', "filter, character 5 ('&'): expected '&&'"],
    ['less', 'a length in bytes'],
  ])('%s', (expression, message) => {
    expect(refusal(expression)).toContain(message);
    expect(refusal(expression, 'fr')).toMatch(
      /^filtre, caractère \d+ \((«\u00a0.*\u00a0»|la fin)\)\u00a0: attendu (?!.*expected)/,
    );
  });

  test('is bounded in length and depth', () => {
    expect(refusal(`${'(('.repeat(40)}ip`)).toContain('at most 64 levels');
    expect(refusal(' '.repeat(MAX_EXPRESSION_LENGTH + 1))).toContain('characters, more than');
    expect(refusal(`${'not '.repeat(65)}ip`)).toContain('at most 64 levels');
  });

  test('always ends in an InputError of one line', () => {
    const word = fc.constantFrom(
      ...[
        'host',
        'net',
        'port',
        'portrange',
        'proto',
        'src',
        'dst',
        'and',
        'or',
        'not',
        '(',
        ')',
        'vlan',
        'mask',
      ],
      ...[
        'ether',
        'ip',
        'ip6',
        'arp',
        'tcp',
        'udp',
        'less',
        '192.0.2.1',
        '192.0.2.0/24',
        '80',
        '1-2',
        '::',
        '-',
        '\\',
      ],
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word).map((words) => words.join(' ')),
        ),
        (expression) => {
          const message = refusal(expression);
          expect(message).toMatch(/^(accepted|filter.*)$/);
        },
      ),
      { numRuns: 3000 },
    );
  });
});
