import { describe, expect, it } from 'vitest';
import type { TopologyAnswer } from '../network/read-network.ts';
import { createDesk } from './desk.ts';
import type { FromWorker, Shown } from './messages.ts';
import { MOST_PLACES, type PlaceStore, type Places, pack, unpack } from './places.ts';

const ids = Array.from({ length: 12 }, (_, i) => `mac-00005e0053${i.toString(16).padStart(2, '0')}`);
const ANSWER: TopologyAnswer = {
  nodes: ids.map((device) => ({ device, packets: 1, bytes: 100, peers: 1, label: null })),
  edges: ids.slice(1).map((b) => ({ a: ids[0], b, packets: 1, bytes: 10 })),
  totalNodes: 12,
  totalEdges: 11,
  nodesLeftOut: 0,
  edgesLeftOut: 0,
  bytesLeftOut: 0,
};
const SHOWN: Shown = { layout: 'force', grouping: 'vlan', types: null, around: null, hops: 1 };

/** A desk whose clock stands still but for one millisecond a look, and whose work is done when it is asked for. */
function desk(
  answers: (() => Response | Error)[] = [() => Response.json(ANSWER)],
  kept = new Map<string, Places>(),
) {
  const sent: FromWorker[] = [];
  const waiting: (() => void)[] = [];
  let time = 0;
  const places: PlaceStore = {
    read: async (organisation, layout) => new Map(kept.get(`${organisation}/${layout}`)),
    write: async (organisation, layout, map) => void kept.set(`${organisation}/${layout}`, new Map(map)),
  };
  const made = createDesk({
    fetch: async () => {
      const answer = answers.length > 1 ? answers.shift()! : answers[0];
      const given = answer();
      if (given instanceof Error) throw given;
      return given;
    },
    places,
    send: (message) => sent.push(message),
    now: () => ++time,
    later: (work) => waiting.push(work),
  });
  const settle = async () => {
    for (let quiet = 0; quiet < 5; ) {
      await new Promise((resolve) => setTimeout(resolve));
      const work = waiting.shift();
      if (work === undefined) quiet += 1;
      else work();
    }
  };
  const kinds = () => [...new Set(sent.map(({ kind }) => kind))];
  const last = <Kind extends FromWorker['kind']>(kind: Kind) =>
    sent.filter((message) => message.kind === kind).at(-1) as Extract<FromWorker, { kind: Kind }>;
  return { ...made, sent, settle, kinds, last, kept };
}
const load = (request = 1, search = '') => ({
  kind: 'load' as const,
  request,
  url: `/api/v1/topology${search}`,
  organisation: 'o',
});

describe('the worker', () => {
  it('reads, lays out in slices and hands positions out while they move', async () => {
    const { take, settle, kinds, last, sent } = desk();
    take({ kind: 'show', shown: SHOWN });
    take(load());
    await settle();
    expect(kinds()).toEqual(['loaded', 'network', 'positions']);
    expect(last('loaded')).toMatchObject({ request: 1, devices: 12, totals: { nodes: 12, edges: 11 } });
    expect(sent.filter(({ kind }) => kind === 'positions').length).toBeGreaterThan(3);
    expect(last('positions')).toMatchObject({ done: true, progress: 1, version: last('network').version });
    expect(last('positions').xy).toHaveLength(24);
  });

  it('does nothing about the same answer to the same question, and keeps the view for a newer one', async () => {
    const newer = { ...ANSWER, bytesLeftOut: 5 };
    const { take, settle, sent, last } = desk([
      () => Response.json(ANSWER),
      () => Response.json(ANSWER),
      () => Response.json(newer),
      () => Response.json(ANSWER),
      () => Response.json(ANSWER),
    ]);
    take({ kind: 'show', shown: SHOWN });
    take(load(1));
    await settle();
    expect(last('network').sameQuestion).toBe(false);
    const before = sent.length;
    take(load(2));
    await settle();
    expect(sent.slice(before).map(({ kind }) => kind)).toEqual(['loaded']);
    take(load(3));
    await settle();
    expect(last('network').sameQuestion).toBe(true);
    // A range that ends now moves on: the same devices at another time.
    take(load(4, '?from=2026-01-01T00:01:00Z'));
    await settle();
    expect(last('network').sameQuestion).toBe(true);
    take(load(5, '?vlan=10'));
    await settle();
    expect(last('network').sameQuestion).toBe(false);
  });

  it('hands on what the API refuses, and that nothing answers', async () => {
    const problem = { code: 'wrong-parameter', status: 400 };
    const { take, settle, last } = desk([
      () => Response.json(problem, { status: 400 }),
      () => new TypeError('Failed to fetch'),
      () => new Response('<html>', { status: 200 }),
    ]);
    take({ kind: 'show', shown: SHOWN });
    take(load(1));
    await settle();
    expect(last('failed')).toEqual({
      kind: 'failed',
      request: 1,
      refusal: { status: 400, body: problem, unreachable: null },
    });
    take(load(2));
    await settle();
    expect(last('failed').refusal).toEqual({ status: 0, body: null, unreachable: 'Failed to fetch' });
    take(load(3));
    await settle();
    expect(last('failed').refusal).toEqual({ status: 200, body: null, unreachable: null });
  });

  it('remembers places for the next visit, and a place set by hand until it is to forget', async () => {
    const kept = new Map<string, Places>();
    const first = desk(undefined, kept);
    first.take({ kind: 'show', shown: SHOWN });
    first.take(load());
    await first.settle();
    first.take({ kind: 'pin', id: ids[3], x: 500, y: 600 });
    await first.settle();

    const second = desk(undefined, kept);
    second.take({ kind: 'show', shown: SHOWN });
    second.take(load());
    await second.settle();
    const again = second.last('positions').xy;
    const before = first.last('positions').xy;
    expect([...again.subarray(6, 8)]).toEqual([500, 600]);
    expect(again.subarray(0, 6)).toEqual(before.subarray(0, 6));
    expect(second.sent.filter(({ kind }) => kind === 'positions')).toHaveLength(1);

    second.take({ kind: 'forget' });
    await second.settle();
    expect([...second.last('positions').xy.subarray(6, 8)]).not.toEqual([500, 600]);
  });

  it('keeps a place set by hand in lanes, and of lanes nothing else', async () => {
    const { take, settle, last, kept } = desk();
    take({ kind: 'show', shown: { ...SHOWN, layout: 'lanes' } });
    take(load());
    await settle();
    expect(kept.size).toBe(0);
    take({ kind: 'pin', id: ids[0], x: -9, y: 9 });
    take({ kind: 'show', shown: { ...SHOWN, layout: 'lanes', grouping: 'type' } });
    await settle();
    expect([...last('positions').xy.subarray(0, 2)]).toEqual([-9, 9]);
    expect(kept.get('o/lanes')?.size).toBe(1);
  });

  it('does not remember a part of the network', async () => {
    const { take, settle, last, kept } = desk();
    take({ kind: 'show', shown: { ...SHOWN, around: ids[5] } });
    take(load());
    await settle();
    expect(last('network').network.count).toBe(2);
    expect(kept.size).toBe(0);
  });
});

describe('remembered places', () => {
  it('are kept as they were, the newest when there are too many', () => {
    const places: Places = new Map([
      ['a', { x: 1, y: 2, pinned: true }],
      ['b', { x: 3, y: 4, pinned: false }],
    ]);
    expect(unpack(pack(places))).toEqual(places);
    const many: Places = new Map(
      Array.from({ length: MOST_PLACES + 1 }, (_, i) => [`d${i}`, { x: i, y: 0, pinned: false }]),
    );
    const kept = unpack(pack(many));
    expect([kept.size, kept.has('d0'), kept.has(`d${MOST_PLACES}`)]).toEqual([MOST_PLACES, false, true]);
  });
});
