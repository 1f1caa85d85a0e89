import { describe, expect, it } from 'vitest';
import { asItIs, say } from '../../model/messages/message.ts';
import { spoken } from './spoken.ts';

describe('what an import has to say', () => {
  const finding = say('pcap.frame-cut', { bytes: 60, found: 1 });
  const warning = say('read.at', { name: 'a.pcap', offset: 24, finding });
  const capture = { id: 'c-1', error: say('ring.interrupted'), warnings: [warning, asItIs('as it was')] };

  it('is said in the language of who asks', () => {
    expect(spoken(capture, 'en')).toEqual({
      id: 'c-1',
      error: 'The server ended while it was listening; what was kept until then is here.',
      warnings: [
        'a.pcap: offset 24: expected a frame of 60 bytes, found 1: the file is cut short',
        'as it was',
      ],
    });
    expect(spoken(capture, 'fr').warnings[0]).toBe(
      'a.pcap\u00a0: position 24\u00a0: attendu une trame de 60 octets, trouvé 1\u00a0: le fichier est tronqué',
    );
  });

  it('is nothing when all went well', () => {
    expect(spoken({ id: 'i-1', error: null }, 'fr')).toEqual({ id: 'i-1', error: null });
  });
});
