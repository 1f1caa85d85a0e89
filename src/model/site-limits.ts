/** What sites may be, wherever they come from: the API, the command line. */

export const SITE_LIMITS = {
  /** Of an organisation. */
  sites: 1000,
  /** Of one site: questions about it name them all. */
  captures: 2000,
  name: 100,
  note: 2000,
} as const;

/** IANA zones and their links; not offsets such as +01:00, which know no summer. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name) || name.length > 64) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
