import { describe, expect, it } from 'vitest';
import { deviceLabel } from './device-label.ts';

describe('what a device is called', () => {
  it('is its name, else its address, else what it is known by', () => {
    expect(deviceLabel({ id: 'mac-00005e005301', name: 'plc-1', ip: '192.0.2.1' })).toBe('plc-1');
    expect(deviceLabel({ id: 'mac-00005e005301', name: null, ip: '192.0.2.1' })).toBe('192.0.2.1');
    expect(deviceLabel({ id: 'mac-00005e005301' })).toBe('00:00:5e:00:53:01');
    expect(deviceLabel({ id: 'ip-2001:db8::1' })).toBe('2001:db8::1');
  });
});
