import type { TFunction } from 'i18next';
import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../i18n/en/index.ts';
import { pages as enPages } from '../../i18n/en/pages/index.ts';
import { fr } from '../../i18n/fr/index.ts';
import { pages as frPages } from '../../i18n/fr/pages/index.ts';
import { frenchWords } from '../../i18n/typography.ts';
import { sayAttributeValue, saySource } from './evidence-words.ts';

const words = i18next.createInstance();
beforeAll(() =>
  words.init({
    lng: 'en',
    resources: {
      en: { translation: { ...en, ...enPages } },
      fr: { translation: frenchWords({ ...fr, ...frPages }) },
    },
    interpolation: { escapeValue: false },
  }),
);
const say = (language: string, source: string) =>
  saySource(words.getFixedT(language) as TFunction, (key) => words.exists(key, { lng: language }), source);

describe('sources', () => {
  it.each([
    ['dhcp option 12', 'DHCP option 12 (host name)', 'option DHCP 12 (nom d’hôte)'],
    ['dhcp option 43', 'DHCP option 43', 'option DHCP 43'],
    ['dhcp OFFER', 'DHCP OFFER', 'DHCP OFFER'],
    ['s7comm conversation', 'S7comm conversation', 'conversation S7comm'],
    ['dns conversation', 'DNS conversation', 'conversation DNS'],
    ['profinet frames', 'PROFINET frames', 'trames PROFINET'],
    ['tcp port 9100', 'TCP port 9100 answers', 'le port TCP 9100 répond'],
    ['mdns _ipp', 'mDNS service _ipp', 'service mDNS _ipp'],
    ['mdns _ipp ty', 'mDNS service _ipp, field “ty”', 'service mDNS _ipp, champ «\u00a0ty\u00a0»'],
    ['mdns _device-info model', 'mDNS device information, model', 'information d’appareil mDNS, modèle'],
  ])('%s', (source, english, french) => {
    expect([say('en', source), say('fr', source)]).toEqual([english, french]);
  });

  it('that are new are shown as the engine names them', () => {
    expect(say('fr', 'something quite new')).toBe('something quite new');
  });
});

describe('values', () => {
  const value = (name: string, text: string) =>
    sayAttributeValue(
      words.getFixedT('fr') as TFunction,
      (key) => words.exists(key, { lng: 'fr' }),
      name,
      text,
    );
  it('are words of ours, or what was found', () => {
    expect(value('type', 'plc')).toBe('automate');
    expect(value('role', 'dns-server')).toBe('serveur DNS');
    expect(value('role', 'something')).toBe('something');
    expect(value('model', 'plc')).toBe('plc');
    expect(value('gateway', 'nd router advertisement; arp')).toBe('oui');
  });
});
