/** Remembered places of devices, per organisation and layout, in the browser's IndexedDB. */
import type { LayoutName } from '../layout/layout.ts';
import type { Place } from '../network/layout-input.ts';

const DATABASE = 'vigie-topology';
const TABLE = 'places';
/** Devices remembered per layout; those not seen for longest go first. */
export const MOST_PLACES = 50_000;

interface Row {
  readonly ids: readonly string[];
  readonly xy: Float32Array;
  readonly pinned: Uint8Array;
}

export type Places = Map<string, Place>;

export interface PlaceStore {
  read(organisation: string, layout: LayoutName): Promise<Places>;
  write(organisation: string, layout: LayoutName, places: Places): Promise<void>;
}

const keyOf = (organisation: string, layout: LayoutName): string => `${organisation}/${layout}`;

/** Where a browser forbids storage (private windows), places last as long as the page. */
export function createPlaceStore(factory: IDBFactory | undefined): PlaceStore {
  const opened = factory === undefined ? Promise.resolve(null) : open(factory);
  return {
    async read(organisation, layout) {
      const database = await opened;
      if (database === null) return new Map();
      const row = await answer<Row | undefined>(
        database.transaction(TABLE).objectStore(TABLE).get(keyOf(organisation, layout)),
      );
      return row === undefined ? new Map() : unpack(row);
    },
    async write(organisation, layout, places) {
      const database = await opened;
      if (database === null) return;
      const table = database.transaction(TABLE, 'readwrite').objectStore(TABLE);
      const key = keyOf(organisation, layout);
      if (places.size === 0) await answer(table.delete(key));
      else await answer(table.put(pack(places), key));
    },
  };
}

/** Newest last; above the limit the oldest are left out. */
export function pack(places: Places): Row {
  const kept = [...places].slice(-MOST_PLACES);
  const xy = new Float32Array(2 * kept.length);
  const pinned = new Uint8Array(kept.length);
  kept.forEach(([, place], i) => {
    xy[2 * i] = place.x;
    xy[2 * i + 1] = place.y;
    pinned[i] = place.pinned ? 1 : 0;
  });
  return { ids: kept.map(([id]) => id), xy, pinned };
}

export function unpack({ ids, xy, pinned }: Row): Places {
  return new Map(ids.map((id, i) => [id, { x: xy[2 * i], y: xy[2 * i + 1], pinned: pinned[i] === 1 }]));
}

function open(factory: IDBFactory): Promise<IDBDatabase | null> {
  return new Promise((resolve) => {
    const request = factory.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(TABLE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(null);
    request.onblocked = () => resolve(null);
  });
}

function answer<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
