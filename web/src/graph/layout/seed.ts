/** 32 bits of a text (FNV-1a, then mixed as in MurmurHash3): the chance of a layout, the same every time. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** From 0 up to, not including, 1. */
export const fraction = (hash: number): number => hash / 0x1_0000_0000;

export function seedsOf(ids: readonly string[]): Uint32Array {
  return Uint32Array.from(ids, hashOf);
}
