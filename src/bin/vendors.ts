import { readFileSync } from 'node:fs';
import type { Mac } from '../base/mac.ts';
import { createVendorLookup } from '../identify/vendor.ts';

/** The vendor table that the build puts beside the bundles; read when the first vendor is asked for. */
export function loadVendors(): (mac: Mac) => string | null {
  let lookup: ((mac: Mac) => string | null) | null = null;
  return (mac) => {
    lookup ??= createVendorLookup(readFileSync(new URL('oui.bin', import.meta.url)));
    return lookup(mac);
  };
}
