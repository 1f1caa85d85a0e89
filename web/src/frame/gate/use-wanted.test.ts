import { describe, expect, it } from 'vitest';
import { wanted } from './use-wanted.ts';

describe('what somebody who signs in wanted', () => {
  it('is the page that is open, with its filters', () => {
    expect(wanted('/devices', '?type=plc&q=a+b')).toBe('/devices?type=plc&q=a+b');
    expect(wanted('/', '')).toBe('/');
  });

  it('is what the sign-in page was told after a refusal', () => {
    expect(wanted('/sign-in', '?reason=denied&to=%2Fflows%3Fvlan%3D40')).toBe('/flows?vlan=40');
    expect(wanted('/sign-in', '?reason=denied')).toBe('/');
  });

  it('is never another host, the API, or more than the server takes', () => {
    for (const to of [
      '//evil.example',
      '/\\\\evil.example',
      'https://evil.example',
      '/api/v1/docs',
      `/${'x'.repeat(1000)}`,
    ])
      expect(wanted('/sign-in', `?${new URLSearchParams({ to })}`)).toBe('/');
  });
});
