import type { Network } from './network.ts';

/** Devices whose name, address, id (without its punctuation: a MAC) or vendor contains the text; busiest first. */
export function find(network: Network, text: string): number[] {
  const words = text.trim().toLowerCase();
  if (words === '') return [];
  const mac = words.replace(/[:.-]/g, '');
  const isMac = mac.length >= 4 && /^[0-9a-f]+$/.test(mac);
  const found: number[] = [];
  for (let i = 0; i < network.count; i++) {
    const hit =
      network.names[i].toLowerCase().includes(words) ||
      network.ips[i].includes(words) ||
      network.vendors[i].toLowerCase().includes(words) ||
      (isMac && network.ids[i].startsWith('mac-') && network.ids[i].includes(mac));
    if (hit) found.push(i);
  }
  return found;
}

/** Of those the one that is called or addressed just so, else the busiest. */
export function findBest(network: Network, text: string): number | undefined {
  const found = find(network, text);
  const words = text.trim().toLowerCase();
  const isIt = (i: number) => network.names[i].toLowerCase() === words || network.ips[i] === words;
  return found.find(isIt) ?? found[0];
}
