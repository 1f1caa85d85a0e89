import { describe, expect, it } from 'vitest';
import { judgePassword, STRENGTHS } from './strength.ts';

const rank = (password: string) => STRENGTHS.indexOf(judgePassword(password).strength);

describe('judgePassword', () => {
  it.each(['aaaaaaaaaaaaaaaa', '123456789012', 'qwertyuiop12', 'abcdefghijkl', 'azertyuiopqsdf'])(
    'calls %s weak and says why',
    (password) => expect(judgePassword(password)).toEqual({ strength: 'weak', reason: 'common' }),
  );

  it('calls what somebody would try first weak', () => {
    expect(judgePassword('Lovelace-1815-forever!', ['Ada Lovelace'])).toEqual({
      strength: 'weak',
      reason: 'personal',
    });
    expect(judgePassword('grace.hopper is here', ['grace.hopper@example.org']).reason).toBe('personal');
    // Words of everybody's are no reason: "ada" is too short to be one.
    expect(judgePassword('canada lichen torque', ['Ada']).reason).toBeNull();
  });

  it('prefers several words and many kinds of characters, and more of them', () => {
    expect(rank('correct horse battery')).toBeGreaterThan(rank('correcthorse'));
    expect(rank('correct horse battery staple')).toBeGreaterThanOrEqual(rank('correct horse battery'));
    expect(rank('correct horse battery staple')).toBeGreaterThanOrEqual(2);
    expect(judgePassword('t7#Kw!z0Lq9@Vb').strength).toBe('strong');
  });

  it('judges anything: nothing, emoji, 256 characters', () => {
    for (const password of ['', 'é', '😀'.repeat(20), 'xK9'.repeat(85)]) {
      expect(STRENGTHS).toContain(judgePassword(password).strength);
    }
  });
});
