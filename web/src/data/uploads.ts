/**
 * Captures on their way to the server. As many as are chosen are queued, two are sent at a time. What is queued or sent lives as
 * long as the page; the import that follows runs on the server.
 */
import { useSyncExternalStore } from 'react';
import type { z } from 'zod';
import type { uploaded } from '../../../src/api/captures/schemas.ts';
import { spokenLanguage } from '../i18n/spoken.ts';
import { apiUrl } from './api.ts';
import { type ApiProblem, problemOf, unreachable } from './problem.ts';
import { one, parseSearch } from './search.ts';
import { shownOrganisation } from './session/organisation.ts';
import { refused } from './session/refusals.ts';

export type Uploaded = z.input<typeof uploaded>;

export interface Upload {
  readonly id: number;
  /** Whose capture it is: the one that was shown when it was chosen. */
  readonly organisation: string | null;
  /** Where it was taken: the site that was shown then. */
  readonly site: string | null;
  readonly name: string;
  readonly sizeBytes: number;
  readonly sentBytes: number;
  /** `sent`: the server has it, and says whether it was new. */
  readonly state: 'waiting' | 'sending' | 'sent' | 'failed';
  readonly answer: Uploaded | null;
  readonly problem: ApiProblem | null;
}

const AT_A_TIME = 2;
const MOST_LISTED = 100;

let uploads: readonly Upload[] = [];
let nextId = 1;
const files = new Map<number, File>();
const requests = new Map<number, XMLHttpRequest>();
const listeners = new Set<() => void>();

function set(next: readonly Upload[]): void {
  uploads = next.slice(-MOST_LISTED);
  for (const tell of listeners) tell();
}
function update(id: number, changes: Partial<Upload>): void {
  set(uploads.map((upload) => (upload.id === id ? { ...upload, ...changes } : upload)));
}

export function addUploads(chosen: Iterable<File>): void {
  const added = [...chosen].map((file): Upload => {
    const id = nextId++;
    files.set(id, file);
    const { name, size: sizeBytes } = file;
    const organisation = shownOrganisation();
    const site = one(parseSearch(location.search), 'site') ?? null;
    return {
      id,
      organisation,
      site,
      name,
      sizeBytes,
      sentBytes: 0,
      state: 'waiting',
      answer: null,
      problem: null,
    };
  });
  set([...uploads, ...added]);
  sendNext();
}

/** Stops it where it is; the server keeps nothing of half a file. */
export function cancelUpload(id: number): void {
  requests.get(id)?.abort();
  forget(id);
  set(uploads.filter((upload) => upload.id !== id));
  sendNext();
}

/** Those of the organisation that is shown and are done leave the list. */
export function clearUploads(): void {
  set(
    uploads.filter(
      ({ state, organisation }) =>
        state === 'waiting' || state === 'sending' || organisation !== shownOrganisation(),
    ),
  );
}

/** Of every organisation: who shows them leaves out those of others. */
export function useUploads(): readonly Upload[] {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
    () => uploads,
  );
}

function forget(id: number): void {
  files.delete(id);
  requests.delete(id);
}

function sendNext(): void {
  const next = uploads.find(({ state }) => state === 'waiting');
  if (next === undefined || requests.size >= AT_A_TIME) return;
  send(next);
  sendNext();
}

/** XMLHttpRequest, because fetch does not tell how much of a body was sent. */
function send({ id, name, organisation, site }: Upload): void {
  const file = files.get(id);
  if (file === undefined) return;
  const request = new XMLHttpRequest();
  requests.set(id, request);
  update(id, { state: 'sending' });
  const end = (changes: Partial<Upload>): void => {
    forget(id);
    update(id, changes);
    sendNext();
  };
  request.upload.addEventListener('progress', ({ loaded }) => update(id, { sentBytes: loaded }));
  request.addEventListener('load', () => {
    const body = parse(request.responseText);
    if (request.status >= 200 && request.status < 300 && body !== null) {
      end({ state: 'sent', sentBytes: file.size, answer: body as Uploaded });
    } else end({ state: 'failed', problem: refused(problemOf(request.status, body)) });
  });
  request.addEventListener('error', () =>
    end({ state: 'failed', problem: unreachable(new Error(`${name}: the connection was cut`)) }),
  );
  request.open('POST', apiUrl('/captures', { name, site }));
  request.setRequestHeader('content-type', 'application/octet-stream');
  request.setRequestHeader('accept-language', spokenLanguage());
  if (organisation !== null) request.setRequestHeader('x-vigie-org', organisation);
  request.send(file);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
