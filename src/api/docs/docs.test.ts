/** The documents name every route, and no other. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordedLog } from '../../../test/fixtures/log.ts';
import { createApi } from '../create-api.ts';
import { liveEvent } from '../live/schemas.ts';
import { SUMMARIES } from './summaries.ts';

const guide = readFileSync(fileURLToPath(new URL('../../../docs/api.md', import.meta.url)), 'utf8');
/** Without stores: it starts, and describes itself all the same. */
const { app } = createApi({
  uploads: { folder: '/nowhere', maxBytes: 1 },
  interfaces: () => [],
  writeDemo: async () => {},
  engines: { state: 'embedded', telemetry: 'embedded' },
  consoleFolder: null,
  clock: () => 0,
  version: '9.9.9-test',
  log: recordedLog(),
});
let routes: string[];
let document: { openapi: string; paths: Record<string, Record<string, Operation>> };
interface Operation {
  readonly summary?: string;
  readonly tags: readonly string[];
  readonly responses: Readonly<Record<string, unknown>>;
}

beforeAll(async () => {
  await app.ready();
  document = (await app.inject('/api/v1/openapi.json')).json();
  routes = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
  );
});
afterAll(() => app.close());

describe('the OpenAPI document', () => {
  it('has every route with a summary, a tag, an answer and the problems', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(routes.toSorted()).toEqual(Object.keys(SUMMARIES).toSorted());
    for (const operations of Object.values(document.paths)) {
      for (const { summary, tags, responses } of Object.values(operations)) {
        expect(summary).toMatch(/^\S.{10}/);
        expect(tags).toHaveLength(1);
        expect(Object.keys(responses)).toContain('default');
        expect(Object.keys(responses).length).toBeGreaterThan(1);
      }
    }
  });

  it('says instants are strings, and where bodies are files', () => {
    const text = JSON.stringify(document);
    expect(text).toContain('"format":"date-time"');
    expect(text).toContain('"application/vnd.tcpdump.pcap"');
    expect(text).not.toContain('"undefined"');
  });
});

describe('docs/api.md', () => {
  it('has every route with its summary', () => {
    const rows = Object.entries(SUMMARIES).map(([route, summary]) => `| \`${route}\` | ${summary} |`);
    expect(guide.match(/^\| `(GET|POST|PATCH|DELETE|PUT) .*$/gm)).toEqual(rows);
  });

  it('has every kind of live event', () => {
    const kinds = liveEvent.options.map(({ shape }) => shape.kind.value);
    expect([...guide.matchAll(/^\| `([a-z]+)` \|/gm)].map(([, kind]) => kind)).toEqual(kinds);
  });
});

describe('without its stores', () => {
  it('answers that it is alive, and not ready', async () => {
    expect((await app.inject('/healthz')).statusCode).toBe(200);
    for (const path of ['/readyz', '/metrics', '/api/v1/devices', '/api/v1/status', '/api/v1/interfaces']) {
      const refused = await app.inject(path);
      expect([refused.statusCode, refused.json().code], path).toEqual([503, 'not-ready']);
    }
  });

  it('explains in both languages that the console was not built', async () => {
    const english = await app.inject('/devices');
    expect(english.statusCode).toBe(503);
    expect(english.body).toContain('npm run build');
    const french = await app.inject({ url: '/', headers: { 'accept-language': 'fr-FR,fr;q=0.9' } });
    expect(french.body).toContain('<html lang="fr">');
  });
});
