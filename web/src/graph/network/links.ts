import type { Network } from './network.ts';

/** Which connections each device has, in the order of the connections. */
export function linkTable(
  count: number,
  sources: Uint32Array,
  targets: Uint32Array,
): Pick<Network, 'offsets' | 'links'> {
  const offsets = new Uint32Array(count + 1);
  for (let e = 0; e < sources.length; e++) {
    offsets[sources[e] + 1] += 1;
    if (targets[e] !== sources[e]) offsets[targets[e] + 1] += 1;
  }
  for (let i = 0; i < count; i++) offsets[i + 1] += offsets[i];
  const next = offsets.slice();
  const links = new Uint32Array(offsets[count]);
  for (let e = 0; e < sources.length; e++) {
    links[next[sources[e]]++] = e;
    if (targets[e] !== sources[e]) links[next[targets[e]]++] = e;
  }
  return { offsets, links };
}
