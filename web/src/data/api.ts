/** The API of the server that this page came from. Every refusal is thrown as an `ApiProblem`. */
import { spokenLanguage } from '../i18n/spoken.ts';
import { problemOf, unreachable } from './problem.ts';
import { type Search, stringifySearch } from './search.ts';
import { shownOrganisation } from './session/organisation.ts';
import { refused } from './session/refusals.ts';

const BASE = '/api/v1';

/** A parameter as a page has it; absent ones and empty lists are left out. */
export type Parameters = Readonly<
  Record<string, string | number | boolean | readonly (string | number)[] | null | undefined>
>;

/** `path` begins after `/api/v1`: `/devices`. */
export function apiUrl(path: string, parameters: Parameters = {}): string {
  const search: Record<string, Search[string]> = {};
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined || value === null) continue;
    search[name] = Array.isArray(value) ? value.map(String) : String(value);
  }
  return `${BASE}${path}${stringifySearch(search)}`;
}

/** The same for what sends no headers of ours, downloads and workers: it names the organisation itself. */
export const linkUrl = (path: string, parameters: Parameters = {}): string =>
  apiUrl(path, { ...parameters, org: shownOrganisation() });

/** Of every request: the language of the page, for what is refused, and the organisation that this tab shows. */
function standingHeaders(): Record<string, string> {
  const id = shownOrganisation();
  return { 'accept-language': spokenLanguage(), ...(id === null ? {} : { 'x-vigie-org': id }) };
}

export async function get<Answer>(
  path: string,
  parameters?: Parameters,
  signal?: AbortSignal,
): Promise<Answer> {
  return (await send(apiUrl(path, parameters), { signal: signal ?? null })) as Answer;
}

interface PatchOptions {
  readonly version?: number;
  readonly parameters?: Parameters;
  readonly keepalive?: boolean;
}

/**
 * `version` is that of the thing which was read: a change made meanwhile is `changed-meanwhile`. With `keepalive` it arrives
 * although the page is left at once.
 */
export async function patch<Answer>(
  path: string,
  body: unknown,
  { version, parameters, keepalive = false }: PatchOptions = {},
): Promise<Answer> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (version !== undefined) headers['if-match'] = `"${version}"`;
  const init = { method: 'PATCH', headers, body: JSON.stringify(body), keepalive };
  return (await send(apiUrl(path, parameters), init)) as Answer;
}

export async function post<Answer>(path: string, body?: unknown, parameters?: Parameters): Promise<Answer> {
  return (await send(apiUrl(path, parameters), withBody('POST', body))) as Answer;
}

export async function put<Answer>(path: string, body: unknown): Promise<Answer> {
  return (await send(apiUrl(path), withBody('PUT', body))) as Answer;
}

function withBody(method: string, body: unknown): SentInit {
  if (body === undefined) return { method };
  return { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}

export async function remove(path: string, parameters?: Parameters): Promise<void> {
  await send(apiUrl(path, parameters), { method: 'DELETE' });
}

type SentInit = RequestInit & { readonly headers?: Readonly<Record<string, string>> };

async function send(url: string, init: SentInit): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(url, { ...init, headers: { ...init.headers, ...standingHeaders() } });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw unreachable(error);
  }
  const text = await response.text();
  const body = parse(text);
  if (!response.ok) throw refused(problemOf(response.status, body, response.headers.get('retry-after')));
  if (text !== '' && body === undefined) throw problemOf(response.status, null);
  return body;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
