/** Device ids behind the keys of pairs, which are their hashes: what a key means never changes, so it is asked once. */
import { type OrgReader, ofOrg } from './org-reader.ts';

/** Ids by key, both as text; keys that nobody knows are missing. */
export type DeviceNames = (keys: readonly string[]) => Promise<ReadonlyMap<string, string>>;

const MOST_NAMES = 200_000;

/** The keys in the parameter `keys`, as a set. */
export const KEYS = '(SELECT toUInt64(arrayJoin({keys:Array(String)})))';

export function createDeviceNames(read: OrgReader): DeviceNames {
  let known: ReadonlyMap<string, string> = new Map();
  return async (keys) => {
    const before = known;
    const asked = keys.filter((key) => !before.has(key));
    if (asked.length === 0) return before;
    const found = await read<{ name: string; device: string }>(
      `SELECT toString(key) AS name, any(device) AS device FROM ${ofOrg('device_names')} AND key IN ${KEYS}
       GROUP BY key`,
      { keys: asked },
    );
    const all = new Map(before);
    for (const { name, device } of found) all.set(name, device);
    known = all.size > MOST_NAMES ? new Map() : all;
    return all;
  };
}
