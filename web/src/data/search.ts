/** The part of the URL after `?`: plain words, as the API reads them, so that people can read and change them too. */

/** A parameter written several times has several values. */
export type Search = Readonly<Record<string, string | readonly string[] | undefined>>;

export function parseSearch(text: string): Record<string, string | string[]> {
  const found: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const before = found[name];
    if (before === undefined) found[name] = value;
    else found[name] = [...(typeof before === 'string' ? [before] : before), value];
  }
  return found;
}

/** With the `?`, or nothing. Order is that of the object. */
export function stringifySearch(search: Search): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value === undefined || value === '') continue;
    for (const one of typeof value === 'string' ? [value] : value) params.append(name, one);
  }
  // Addresses and times stay legible: a colon, slash or comma needs no escape in a query.
  const text = params.toString().replace(/%3A/g, ':').replace(/%2F/g, '/').replace(/%2C/g, ',');
  return text === '' ? '' : `?${text}`;
}

/** The first value, of a parameter that takes one. */
export function one(search: Search, name: string): string | undefined {
  const value = search[name];
  return typeof value === 'string' || value === undefined ? value : value[0];
}

export function several(search: Search, name: string): readonly string[] {
  const value = search[name];
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}
