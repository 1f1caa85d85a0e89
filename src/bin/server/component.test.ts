import { describe, expect, it } from 'vitest';
import { recordedLog } from '../../../test/fixtures/log.ts';
import { assemble, type Component } from './component.ts';

function make(names: readonly string[], faults: Readonly<Record<string, 'start' | 'stop' | 'hang'>> = {}) {
  const did: string[] = [];
  const components = names.map(
    (name): Component => ({
      name,
      async start() {
        if (faults[name] === 'start') throw new Error(`${name} does not start`);
        did.push(`+${name}`);
      },
      async stop() {
        did.push(`-${name}`);
        if (faults[name] === 'stop') throw new Error(`${name} does not stop`);
        if (faults[name] === 'hang') await new Promise(() => {});
      },
    }),
  );
  const log = recordedLog();
  return { did, log, assembly: assemble(components, log as never) };
}

describe('an assembly', () => {
  it('starts in order and stops against it, once', async () => {
    const { did, assembly } = make(['state', 'telemetry', 'live']);
    await assembly.start();
    expect(await assembly.stop(1000)).toBe(true);
    expect(await assembly.stop(1000)).toBe(true);
    expect(did).toEqual(['+state', '+telemetry', '+live', '-live', '-telemetry', '-state']);
  });

  it('undoes what was started when one does not start', async () => {
    const { did, assembly } = make(['state', 'telemetry', 'live'], { telemetry: 'start' });
    await expect(assembly.start()).rejects.toThrow('telemetry does not start');
    expect(did).toEqual(['+state', '-state']);
  });

  it('stops the others when one fails or hangs, and says so', async () => {
    const { did, log, assembly } = make(['state', 'telemetry', 'live'], { live: 'hang', telemetry: 'stop' });
    await assembly.start();
    expect(await assembly.stop(100)).toBe(false);
    expect(did.slice(3)).toEqual(['-live', '-telemetry', '-state']);
    expect(log.errors()).toEqual([
      expect.stringContaining('live did not stop within'),
      expect.stringContaining('telemetry did not stop well'),
    ]);
  });

  it('starts nothing more once it is asked to stop', async () => {
    const { did, assembly } = make(['state', 'telemetry', 'live']);
    const abort = new AbortController();
    const starting = assembly.start(abort.signal);
    abort.abort();
    expect(await starting).toBe(false);
    expect(await assembly.stop(1000)).toBe(true);
    expect(did).toEqual(['+state', '-state']);
  });
});
