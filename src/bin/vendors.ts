import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mac } from '../base/mac.ts';
import { createVendorLookup } from '../identify/vendor.ts';

/** The vendor table that the build puts beside the bundles; read when the first vendor is asked for. */
export function loadVendors(): (mac: Mac) => string | null {
  let lookup: ((mac: Mac) => string | null) | null = null;
  return (mac) => {
    lookup ??= createVendorLookup(readFileSync(join(import.meta.dirname, 'oui.bin')));
    return lookup(mac);
  };
}
