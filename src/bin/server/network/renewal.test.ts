/** Certificates of an authority that end within seconds, renewed while the door stays open: a year in a quarter of a minute. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { Agent, get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cidrs } from '../../../../test/fixtures/bare-api.ts';
import { freePort, HAS_PEBBLE, type Pebble, startPebble } from '../../../../test/fixtures/pebble.ts';
import { acmeSource } from '../../../features/certificates/acme/acme.ts';
import { keyFiles } from '../../../features/certificates/key-files.ts';
import { createOutgoing } from '../../../features/outgoing/outgoing.ts';
import { type ShownCertificate, shownCertificate } from './certificate.ts';
import { createDoor, type Door } from './door.ts';

const NAME = 'vigie.example.com';
const VALID_FOR_S = 6;
const LOOK_EVERY_MS = 200;
const WITHIN_MS = 60_000;

const answers = new Map<string, string>();
const log: { msg: string; why?: string }[] = [];
let isAnswering = true;
let folder = '';
let pebble: Pebble;
let shown: ShownCertificate;
let door: Door;
const challenges = createServer((request, response) => {
  const proof = answers.get(request.url?.split('/').at(-1) ?? '');
  response.writeHead(proof !== undefined && isAnswering ? 200 : 404).end(isAnswering ? proof : undefined);
});
const gone = new AbortController();

describe.skipIf(!HAS_PEBBLE)('a certificate that ends', () => {
  beforeAll(async () => {
    const port = await freePort();
    challenges.listen(port, '127.0.0.1');
    pebble = await startPebble(port, VALID_FOR_S);
    folder = mkdtempSync(join(tmpdir(), 'vigie-renewal-'));
    const source = acmeSource({
      ...{ domains: [NAME], email: null, directory: pebble.directory, answers, nowMs: Date.now },
      files: keyFiles(folder),
      outgoing: createOutgoing({ allow: cidrs('127.0.0.0/8'), ca: pebble.ca }),
      signal: gone.signal,
    });
    shown = shownCertificate(
      source,
      LOOK_EVERY_MS,
      pino({}, { write: (line: string) => void log.push(JSON.parse(line)) }),
    );
    door = createDoor({
      listener: (_request, response) => response.end('here'),
      mayConnect: () => true,
      onRefused: () => {},
      option: '--port',
      identity: shown.load(),
    });
    await door.listen(0, '127.0.0.1');
  });
  afterAll(async () => {
    gone.abort();
    shown?.stop();
    await door?.end(100);
    pebble?.stop();
    challenges.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function serial(): Promise<string> {
    const { port } = door.address();
    const socket = connect({ host: '127.0.0.1', port, servername: NAME, rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    const { serialNumber, issuer } = socket.getPeerCertificate();
    socket.destroy();
    return /Pebble/.test(String(issuer.CN)) ? serialNumber : 'our own';
  }
  /** Waits until another is shown than `before`. */
  async function another(before: string): Promise<string> {
    for (const end = performance.now() + WITHIN_MS; performance.now() < end; ) {
      const now = await serial();
      if (now !== before) return now;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`${before} is still shown: ${JSON.stringify(log)}`);
  }

  /** Waits until the authority refuses once more. */
  async function refusal(): Promise<void> {
    const refusals = () => log.filter(({ why }) => why?.startsWith(NAME)).length;
    for (const before = refusals(); refusals() === before; )
      await new Promise((resolve) => setTimeout(resolve, 50));
  }

  it('is renewed before, again and again; who is connected stays so', {
    timeout: 2 * WITHIN_MS,
  }, async () => {
    expect(await serial()).toBe('our own');
    shown.start((identity) => door.show(identity));
    const first = await another('our own');
    const agent = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
    const ask = async (): Promise<TLSSocket> => {
      const [response] = await once(get({ host: '127.0.0.1', port: door.address().port, agent }), 'response');
      expect(response.statusCode).toBe(200);
      response.resume();
      await once(response, 'end');
      return response.socket;
    };
    const connection = await ask();
    const second = await another(first);
    expect(shown.facts().notAfterMs).toBeGreaterThan(Date.now());
    expect(await ask()).toBe(connection);
    // What the authority cannot be shown now it is shown later: the present one stays meanwhile.
    isAnswering = false;
    await refusal();
    // An order that was shown its answer before may have been the present one.
    const present = await serial();
    await refusal();
    expect(await serial()).toBe(present);
    isAnswering = true;
    const third = await another(present);
    expect(new Set([first, second, third]).size).toBe(3);
    expect(answers.size).toBe(0);
    agent.destroy();
  });
});
