import type { Micros } from '../../../base/time.ts';

/** A place of an organisation: a plant, an office, a client's building. */
export interface Site {
  readonly id: string;
  readonly name: string;
  /** An address, who has the key… */
  readonly note: string;
  /** IANA, such as `Europe/Paris`. */
  readonly timeZone: string | null;
  /** WGS 84, degrees. `null` together with `longitude`. */
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly createdAt: Micros;
  /** 1, and one more with every change. */
  readonly version: number;
  /** Captures that belong to it, whatever their status. */
  readonly captures: number;
  /** Devices that somebody said are here. */
  readonly placedDevices: number;
}

/** What somebody changes; absent stays as it is. */
export interface SitePatch {
  readonly name?: string;
  readonly note?: string;
  readonly timeZone?: string | null;
  readonly latitude?: number | null;
  readonly longitude?: number | null;
}
export type NewSite = SitePatch & { readonly name: string };

/** What a site is called beside something else. */
export interface SiteLabel {
  readonly id: string;
  readonly name: string;
}

/** `taken`: another site is called so, whatever the case; nothing was done. */
export type MadeSite =
  | { readonly outcome: 'made'; readonly site: Site }
  | { readonly outcome: 'taken'; readonly site: Site };

/** `stale`: somebody changed it since; `site` is as it is now. `taken`: `site` is the other one. Nothing was done. */
export type SiteResult =
  | { readonly outcome: 'changed' | 'stale' | 'taken'; readonly site: Site }
  | { readonly outcome: 'missing' };

/** `in-use`: captures, or devices by people's word, belong to it, and nothing was done. */
export type SiteRemoval =
  | { readonly outcome: 'removed' | 'missing' }
  | { readonly outcome: 'in-use'; readonly site: Site };
