/** What the worker does, apart from being one: messages in, messages out. */
import { LAYOUT } from '../layout/index.ts';
import { type Layout, spacingOf } from '../layout/layout.ts';
import { choose } from '../network/choose.ts';
import { layoutInput, type Place } from '../network/layout-input.ts';
import type { Network } from '../network/network.ts';
import { readNetwork } from '../network/read-network.ts';
import type { FromWorker, Refusal, Shown, ToWorker } from './messages.ts';
import type { PlaceStore, Places } from './places.ts';

/** Work goes on this long before messages are looked at. */
const SLICE_MS = 24;
/** How often positions are handed out while they still move: seldom where each picture is much work. */
const everyMs = (devices: number): number => 100 + devices / 40;

export interface DeskDeps {
  readonly fetch: (url: string, init: { signal: AbortSignal }) => Promise<Response>;
  readonly places: PlaceStore;
  readonly send: (message: FromWorker, transfer: Transferable[]) => void;
  readonly now: () => number;
  /** Calls back when waiting messages were delivered. */
  readonly later: (work: () => void) => void;
}

export interface Desk {
  take(message: ToWorker): void;
}

export function createDesk({ fetch, places: store, send, now, later }: DeskDeps): Desk {
  let whole: Network | null = null;
  let organisation = '';
  let shown: Shown | null = null;
  let places: Places = new Map();
  let picture: { readonly version: number; readonly network: Network; readonly layout: Layout } | null = null;
  let version = 0;
  /** What was asked last, and the answer as text: asked again, the same answer changes nothing. */
  let asked = { question: '', text: '' };
  let abort = new AbortController();

  async function load(request: number, url: string): Promise<void> {
    abort.abort();
    abort = new AbortController();
    const { signal } = abort;
    let refusal: Refusal;
    try {
      const response = await fetch(url, { signal });
      const text = await response.text();
      const body = parsed(text);
      if (signal.aborted) return;
      if (response.ok && body !== undefined) {
        const { network, totals } = readNetwork(body as Parameters<typeof readNetwork>[0]);
        const question = questionOf(url);
        const again = asked.question === question;
        const news = !again || asked.text !== text;
        asked = { question, text };
        send({ kind: 'loaded', request, totals, devices: network.count }, []);
        if (!news) return;
        whole = network;
        await show(again);
        return;
      }
      refusal = { status: response.status, body: body ?? null, unreachable: null };
    } catch (error) {
      if (signal.aborted) return;
      refusal = {
        status: 0,
        body: null,
        unreachable: error instanceof Error ? error.message : String(error),
      };
    }
    send({ kind: 'failed', request, refusal }, []);
  }

  async function show(sameQuestion: boolean): Promise<void> {
    if (whole === null || shown === null) return;
    const mine = ++version;
    picture = null;
    const remembered = await store.read(organisation, shown.layout).catch((): Places => new Map());
    if (mine !== version || whole === null || shown === null) return;
    places = remembered;
    const network = choose(whole, shown);
    send({ kind: 'network', version, network, sameQuestion }, []);
    // Only forces begin from where devices were; the others know where each belongs, unless a person said otherwise.
    const known = shown.layout === 'force' ? places : pinnedOf(places);
    const layout = LAYOUT[shown.layout](layoutInput(network, shown.grouping, known));
    picture = { version, network, layout };
    work(mine, Number.NEGATIVE_INFINITY);
  }

  function work(mine: number, sentAt: number): void {
    if (picture === null || mine !== picture.version) return;
    const { layout } = picture;
    const begun = now();
    let done = false;
    while (!done && now() - begun < SLICE_MS) done = layout.step();
    const due = done || now() - sentAt >= everyMs(picture.network.count);
    if (due) hand(picture, done);
    if (done) remember();
    else later(() => work(mine, due ? now() : sentAt));
  }

  function hand({ network, layout, version }: NonNullable<typeof picture>, done: boolean): void {
    const xy = layout.xy.slice();
    const spacing = spacingOf(xy, network.count);
    const { bands } = layout;
    send({ kind: 'positions', version, xy, bands, spacing, progress: done ? 1 : layout.progress(), done }, [
      xy.buffer,
    ]);
  }

  function remember(): void {
    if (picture === null || shown === null || shown.layout !== 'force' || isPart(shown)) return;
    const { network, layout } = picture;
    network.ids.forEach((id, i) => {
      const pinned = places.get(id)?.pinned ?? false;
      places.delete(id);
      places.set(id, { x: layout.xy[2 * i], y: layout.xy[2 * i + 1], pinned });
    });
    void store.write(organisation, shown.layout, places).catch(() => undefined);
  }

  return {
    take(message) {
      if (message.kind === 'load') {
        organisation = message.organisation;
        void load(message.request, message.url);
      } else if (message.kind === 'show') {
        shown = message.shown;
        void show(false);
      } else if (message.kind === 'pin') {
        const place: Place = { x: message.x, y: message.y, pinned: true };
        places.set(message.id, place);
        const device = picture?.network.ids.indexOf(message.id) ?? -1;
        if (device >= 0) picture?.layout.hold(device, place.x, place.y);
        if (shown !== null) void store.write(organisation, shown.layout, places).catch(() => undefined);
      } else if (shown !== null) {
        const { layout } = shown;
        places = new Map();
        void store
          .write(organisation, layout, places)
          .catch(() => undefined)
          .then(() => show(false));
      }
    },
  };
}

/** Another time of the same network is no other question: a range that ends now moves on each minute. */
function questionOf(url: string): string {
  const [path, search] = url.split('?');
  const parameters = new URLSearchParams(search);
  parameters.delete('from');
  parameters.delete('to');
  return `${path}?${parameters}`;
}

/** A part of the network is laid out from what is remembered, and is not remembered itself. */
const isPart = (shown: Shown): boolean => shown.types !== null || shown.around !== null;

const pinnedOf = (places: Places): Places => new Map([...places].filter(([, { pinned }]) => pinned));

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
