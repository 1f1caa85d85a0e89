/**
 * Makes the table of MAC prefixes (layout in src/identify/vendor.ts) from the npm package `oui-data`.
 * Run directly it writes dist/oui.bin.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Not a maker: the registry itself (it has assigned longer prefixes below), or somebody who hides. */
const NOT_VENDORS = new Set(['Private', 'IEEE Registration Authority']);

/**
 * `entries`: hexadecimal prefix of 6, 7 or 9 digits → organisation, then its address on further lines.
 * Other keys are refused with a RangeError.
 */
export function encodeOui(entries) {
  const bySize = { 6: [], 7: [], 9: [] };
  for (const [prefix, text] of Object.entries(entries)) {
    if (!/^[0-9A-Fa-f]+$/.test(prefix) || bySize[prefix.length] === undefined) {
      throw new RangeError(`vendor prefix ${prefix}: expected 6, 7 or 9 hexadecimal digits`);
    }
    const organisation = text.split('\n')[0].trim();
    const name = NOT_VENDORS.has(organisation) ? '' : organisation;
    bySize[prefix.length].push({ key: Number.parseInt(prefix, 16), name });
  }
  for (const list of Object.values(bySize)) list.sort((a, b) => a.key - b.key);
  const ordered = [...bySize[6], ...bySize[7], ...bySize[9]];
  const names = [...new Set(ordered.map((entry) => entry.name))].sort();
  if (names.length > 65_536) throw new RangeError(`vendor names: ${names.length} do not fit 16 bits`);
  const nameIndex = new Map(names.map((name, index) => [name, index]));
  const texts = names.map((name) => Buffer.from(name, 'utf8'));
  const text = Buffer.concat(texts);

  const prefixBytes = (bySize[6].length + bySize[7].length) * 4 + bySize[9].length * 8;
  const table = Buffer.alloc(24 + prefixBytes + ordered.length * 2 + (names.length + 1) * 4);
  let at = 0;
  const uint32 = (value) => {
    at = table.writeUInt32BE(value, at);
  };
  table.write('VOUI', 'latin1');
  at = 4;
  uint32(1);
  for (const size of [6, 7, 9]) uint32(bySize[size].length);
  uint32(names.length);
  for (const { key } of [...bySize[6], ...bySize[7]]) uint32(key);
  for (const { key } of bySize[9]) at = table.writeDoubleBE(key, at);
  for (const { name } of ordered) at = table.writeUInt16BE(nameIndex.get(name), at);
  let offset = 0;
  for (const part of texts) {
    uint32(offset);
    offset += part.length;
  }
  uint32(offset);
  return Buffer.concat([table, text]);
}

/** Writes the table made from the installed `oui-data`; makes the folder when there is none. */
export function buildOui(outFile) {
  const entries = createRequire(import.meta.url)('oui-data');
  mkdirSync(dirname(outFile), { recursive: true });
  writeFileSync(outFile, encodeOui(entries));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  buildOui(fileURLToPath(new URL('../dist/oui.bin', import.meta.url)));
}
