import { describe, expect, it } from 'vitest';
import { START } from './samples.ts';
import type { AttributeName } from './sighting.ts';
import { guessType, type TypeFacts } from './type-guess.ts';
import { TYPE_RULES } from './type-rules/index.ts';

const mark = { source: 'test', at: START, packet: 1 };
const NOTHING: TypeFacts = {
  vendor: null,
  said: [],
  services: [],
  industrialServers: { count: 0, marks: [] },
  speaks: [],
  gateway: null,
};
const says = (attribute: AttributeName, value: string, confidence = 0.9) => ({
  attribute,
  value,
  source: 'test',
  confidence,
  first: START,
  firstPacket: 1,
  last: START,
  count: 1,
});
const answers = (...names: string[]) => names.map((name) => ({ name, port: 1, mark }));
const typeOf = (facts: Partial<TypeFacts>) => guessType({ ...NOTHING, ...facts })?.type ?? 'unknown';

describe('the type', () => {
  it.each<[string, Partial<TypeFacts>]>([
    ['router', { gateway: { score: 0.9, marks: [mark] } }],
    ['firewall', { gateway: { score: 0.9, marks: [mark] }, vendor: 'Fortinet, Inc.' }],
    [
      'router',
      { gateway: { score: 0.9, marks: [] }, said: [says('role', 'switch'), says('role', 'router')] },
    ],
    ['switch', { said: [says('role', 'switch')] }],
    ['iot', { said: [says('role', 'switch')], vendor: 'Sonos, Inc.' }],
    ['rtu', { speaks: [{ name: 'goose', mark }] }],
    ['voip', { said: [says('role', 'phone'), says('role', 'switch', 0.7)] }],
    ['access-point', { said: [says('role', 'access-point')] }],
    ['printer', { services: answers('jetdirect', 'http') }],
    ['camera', { services: answers('rtsp'), vendor: 'Axis Communications AB' }],
    ['server', { services: answers('ldap', 'kerberos', 'smb') }],
    ['server', { said: [says('os', 'Windows Server 2019', 0.8)] }],
    ['workstation', { said: [says('os', 'Windows', 0.85)] }],
    ['workstation', { said: [says('os', 'Windows 10', 0.9), says('name', 'DESKTOP-AB12CD3')] }],
    ['laptop', { said: [says('name', 'LAPTOP-AB12CD34')] }],
    ['phone', { said: [says('os', 'Android 13', 0.9)] }],
    ['plc', { services: answers('s7comm') }],
    ['plc', { services: answers('mbtcp') }],
    ['plc', { services: answers('opcua'), vendor: 'Beckhoff Automation GmbH' }],
    ['rtu', { services: answers('iec104') }],
    ['hmi', { industrialServers: { count: 4, marks: [mark] } }],
  ])('is %s', (type, facts) => {
    expect(typeOf(facts)).toBe(type);
  });

  it.each<[string, Partial<TypeFacts>]>([
    ['nothing', {}],
    ['a web server and a shell', { services: answers('http', 'tls', 'ssh') }],
    ['a vendor alone', { vendor: 'Siemens AG' }],
    ['an uncertain word', { said: [says('role', 'printer', 0.3)] }],
    ['a client of one controller', { industrialServers: { count: 1, marks: [mark] } }],
  ])('is unknown from %s', (_what, facts) => {
    expect(typeOf(facts)).toBe('unknown');
  });

  it('is never decided by a vendor alone', () => {
    for (const rule of TYPE_RULES) {
      const isVendorOnly = Object.keys(rule.when).join() === 'vendor';
      expect(rule.weight).toBeLessThan(isVendorOnly ? 0.5 : 1);
    }
  });

  it('has no rule that keeps state between devices', () => {
    for (const { when } of TYPE_RULES) {
      for (const pattern of [when.said?.matches, when.vendor])
        expect(pattern?.flags ?? '').not.toMatch(/[gy]/);
    }
  });

  it('carries the confidence of what was said, and its evidence', () => {
    expect(guessType({ ...NOTHING, said: [says('role', 'printer', 0.8)] })).toEqual({
      type: 'printer',
      confidence: 0.72,
      marks: [mark],
    });
  });
});
