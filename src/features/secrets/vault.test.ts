import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../base/secret.ts';
import { open, type StateStore } from '../../store/state/open.ts';
import { createAccountsFeature } from '../accounts/create-accounts.ts';
import type { Entry } from '../accounts/sign-in.ts';
import { codeOfStep, stepAt } from '../accounts/totp.ts';
import { createKeyRing, type KeyRing } from './key-ring.ts';
import { masterKeyOf, newMasterKey } from './key-text.ts';
import { masterKeyFile } from './master-key.ts';
import { rotate } from './rotate.ts';
import { seal, unseal } from './seal.ts';
import { unlock } from './unlock.ts';
import { createVault, type Vault } from './vault.ts';

const root = mkdtempSync(join(tmpdir(), 'vigie-vault-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const KEY = masterKeyOf(Buffer.alloc(32, 3));
const owner = { orgId: 'one', name: 'smtp/password' };

describe('a sealed secret', () => {
  it('opens for its owner under its key, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(unseal(KEY, owner, seal(KEY, owner, new Secret(text))).reveal()).toBe(text);
      }),
    );
  });

  it('is another each time, and does not contain what it hides', () => {
    const planted = 'correct horse battery staple';
    const [a, b] = [seal(KEY, owner, new Secret(planted)), seal(KEY, owner, new Secret(planted))];
    expect([a.nonce, a.sealed]).not.toEqual([b.nonce, b.sealed]);
    expect(Buffer.from(a.sealed, 'base64').toString('latin1')).not.toContain('horse');
  });

  it('does not open for another organisation, name or key, nor with a bit changed', () => {
    const sealed = seal(KEY, owner, new Secret('hidden'));
    expect(() => unseal(KEY, { ...owner, orgId: 'two' }, sealed)).toThrow('secret "smtp/password" of two');
    expect(() => unseal(KEY, { ...owner, name: 'other' }, sealed)).toThrow('behind Vigie');
    expect(() => unseal(newMasterKey(), owner, sealed)).toThrow('behind Vigie');
    for (const field of ['nonce', 'sealed'] as const) {
      const bytes = Buffer.from(sealed[field], 'base64');
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const changed = Buffer.from(bytes);
        changed[bit >> 3] ^= 1 << (bit & 7);
        expect(() => unseal(KEY, owner, { ...sealed, [field]: changed.toString('base64') })).toThrow();
      }
    }
    for (const cut of ['', 'AAAA', sealed.sealed.slice(0, 8)]) {
      expect(() => unseal(KEY, owner, { ...sealed, sealed: cut })).toThrow('behind Vigie');
    }
  });
});

describe('the vault', () => {
  let dataFolder: string;
  let state: StateStore;
  let ring: KeyRing;
  let vault: Vault;
  let env: Record<string, string>;
  const start = async () => {
    state = await open({
      dataFolder,
      headKeys: (inUse) => {
        ring = createKeyRing(unlock({ dataFolder, env }, inUse));
        return ring.headKeys;
      },
    });
    vault = createVault(state, ring);
    await state.organisations.ensure('one', 'One');
    await state.organisations.ensure('two', 'Two');
  };
  const restart = async () => {
    await state.close();
    await start();
  };

  /** Made once, copied for each: a new database takes seconds. */
  const made = join(root, 'made');
  beforeAll(async () => {
    dataFolder = made;
    env = {};
    await start();
    await state.close();
  }, 120_000);
  beforeEach(async () => {
    dataFolder = mkdtempSync(join(root, 'data-'));
    env = {};
    cpSync(made, dataFolder, { recursive: true });
    await start();
  }, 120_000);
  afterEach(() => state.close());

  it('keeps secrets of organisations apart, over a restart', async () => {
    await vault.forOrg('one').set('api/key', new Secret('of one'));
    await vault.forOrg('two').set('api/key', new Secret('of two'));
    await vault.platform.set('api/key', new Secret('of all'));
    await restart();
    const read = async (org: string) => (await vault.forOrg(org).get('api/key'))?.reveal();
    expect([await read('one'), await read('two')]).toEqual(['of one', 'of two']);
    expect((await vault.platform.get('api/key'))?.reveal()).toBe('of all');
    expect(await vault.forOrg('one').get('nothing')).toBeNull();
    await vault.forOrg('one').set('api/key', new Secret('again'));
    expect(await vault.forOrg('one').list()).toMatchObject([{ name: 'api/key', version: 2 }]);
    expect(await vault.forOrg('one').remove('api/key')).toBe(true);
    expect(await vault.forOrg('one').remove('api/key')).toBe(false);
    expect(await read('two')).toBe('of two');
    const { rows } = await state.forOrg('one').audit.list();
    expect(rows.map(({ action }) => action)).toEqual(['secret.removed', 'secret.set', 'secret.set']);
  });

  it('makes a secret once, however many ask', async () => {
    let made = 0;
    const all = await Promise.all(
      Array.from({ length: 8 }, () => vault.platform.ensure('auth', () => new Secret(`number ${++made}`))),
    );
    expect(new Set(all.map((secret) => secret.reveal())).size).toBe(1);
    await restart();
    expect((await vault.platform.ensure('auth', () => new Secret('another'))).reveal()).toBe(all[0].reveal());
  });

  it('refuses names and lengths by saying so', async () => {
    for (const name of ['', 'Über', 'a b', '../x'.padEnd(300, 'x')]) {
      await expect(vault.platform.set(name, new Secret('x'))).rejects.toThrow('name of a secret');
    }
    await expect(vault.platform.set('x', new Secret('planted'.repeat(10_000)))).rejects.toThrow(
      /secret "x": expected at most 65536 characters, found 70000$/,
    );
  });

  it('leaves nothing readable on the disk', async () => {
    const planted = 'correct horse battery staple';
    await vault.forOrg('one').set('api/key', new Secret(planted));
    await state.close();
    const holding = readdirSync(dataFolder, { recursive: true, encoding: 'utf8' }).filter((name) => {
      const path = join(dataFolder, name);
      return statSync(path).isFile() && readFileSync(path).includes(planted);
    });
    expect(holding).toEqual([]);
    await start();
  });

  it('goes with its organisation', async () => {
    await vault.forOrg('one').set('api/key', new Secret('x'));
    await state.close();
    const { openPglite } = await import('../../store/state/database/pglite.ts');
    const raw = await openPglite(join(dataFolder, 'state'));
    await raw.query("DELETE FROM organisations WHERE org_id = 'one'");
    expect(await raw.query('SELECT name FROM secrets')).toEqual([]);
    await raw.close();
    await start();
  });

  it('says which key is missing or wrong before anything needs it', async () => {
    const { id } = ring.keys().current;
    await state.close();
    const text = readFileSync(masterKeyFile(dataFolder), 'utf8');
    rmSync(masterKeyFile(dataFolder));
    await expect(start()).rejects.toThrow(
      new RegExp(
        `^the master key is missing: this store was written under key ${id}, expected in ${dataFolder}/master.key,`,
      ),
    );
    expect(readdirSync(dataFolder)).not.toContain('master.key');
    env = { VIGIE_MASTER_KEY: Buffer.alloc(32, 9).toString('hex') };
    const wrong = masterKeyOf(Buffer.alloc(32, 9)).id;
    await expect(start()).rejects.toThrow(
      `VIGIE_MASTER_KEY: expected the master key ${id}, under which this store was written, found ${wrong}`,
    );
    env = {};
    writeFileSync(masterKeyFile(dataFolder), text, { mode: 0o600 });
    await start();
  });

  describe('rotation', () => {
    it('ends no session, and voids no second factor', async () => {
      const start = async () => {
        const secret = await vault.platform.ensure(
          'auth',
          () => new Secret(randomBytes(32).toString('base64')),
        );
        const clock = () => Date.now() * 1000;
        return createAccountsFeature({
          ...{ state, secret: secret.reveal(), publicUrl: 'http://localhost', firstOrgId: 'one', clock },
        });
      };
      const client = { cookie: undefined, from: '192.0.2.1', agent: undefined };
      const [email, password] = ['ada@example.org', 'correct horse battery'];
      const before = await start();
      const { id } = await before.administration.add({ email, name: 'Ada', password, isPlatformAdmin: true });
      const owner = { userId: id, email, sessionId: '', from: client.from };
      const proposed = await before.own.proposeTwoFactor(owner, password);
      const secret = proposed.outcome === 'done' ? proposed.result.secret : '';
      const step = stepAt(Date.now());
      await before.own.confirmTwoFactor(owner, codeOfStep(secret, step));
      const cookieOf = (entry: Entry) => ('cookies' in entry ? entry.cookies[0].split(';')[0] : '');
      const cookie = cookieOf(await before.signIn.enter(client, id));
      await rotate(state, ring, vault);
      await restart();
      const after = await start();
      expect(await after.authenticate({ cookie, orgId: null, from: client.from })).toMatchObject({
        principal: { label: email },
      });
      const half = await after.signIn.byPassword(client, email, password);
      expect(half.outcome).toBe('second-factor');
      const code = codeOfStep(secret, step + 1);
      const whole = await after.signIn.bySecondFactor({ ...client, cookie: cookieOf(half) }, 'totp', code);
      expect(whole.outcome).toBe('entered');
    });

    it('puts everything under a new key, and forgets the one before', async () => {
      for (let index = 0; index < 120; index++) {
        await vault.forOrg('one').set(`s${index}`, new Secret(`value ${index}`));
      }
      await vault.platform.set('auth', new Secret('stays'));
      const before = ring.keys().current.id;
      const { keyId, secrets, heads, wasResumed } = await rotate(state, ring, vault);
      expect(keyId).not.toBe(before);
      expect({ secrets, heads, wasResumed }).toEqual({ secrets: 121, heads: 2, wasResumed: false });
      expect(readFileSync(masterKeyFile(dataFolder), 'utf8')).not.toContain(before);
      const all = async () => {
        const names = await vault.forOrg('one').list();
        return Promise.all(names.map(async ({ name }) => (await vault.forOrg('one').get(name))?.reveal()));
      };
      expect(new Set(await all()).size).toBe(120);
      await restart();
      expect(ring.keys().current.id).toBe(keyId);
      expect(new Set(await all()).size).toBe(120);
      expect((await vault.platform.get('auth'))?.reveal()).toBe('stays');
      for await (const { broken } of state.audit.verifyAll()) expect(broken).toBeNull();
      expect(state.audit.fileProblem()).toBeNull();
      expect((await state.audit.list({ limit: 1 })).rows[0]).toMatchObject({
        action: 'secrets.rotated',
        target: { id: keyId },
      });
    });

    it('loses nothing that is set meanwhile', async () => {
      const setting = Array.from({ length: 60 }, (_, index) =>
        vault.forOrg('one').set(`s${index}`, new Secret(`value ${index}`)),
      );
      await rotate(state, ring, vault);
      await Promise.all(setting);
      await restart();
      for (let index = 0; index < 60; index++) {
        expect((await vault.forOrg('one').get(`s${index}`))?.reveal()).toBe(`value ${index}`);
      }
    });

    it('with a variable takes the first key, and says which is not needed any more', async () => {
      const [a, b] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
      await state.close();
      dataFolder = mkdtempSync(join(root, 'data-'));
      env = { VIGIE_MASTER_KEY: a.toString('base64') };
      await start();
      await vault.platform.set('x', new Secret('kept'));
      expect(readdirSync(dataFolder)).not.toContain('master.key');
      env = { VIGIE_MASTER_KEY: `${b.toString('base64')} ${a.toString('base64')}` };
      await restart();
      const rotation = await rotate(state, ring, vault);
      expect(rotation).toMatchObject({ keyId: masterKeyOf(b).id, secrets: 1, unneeded: [masterKeyOf(a).id] });
      env = { VIGIE_MASTER_KEY: b.toString('base64') };
      await restart();
      expect((await vault.platform.get('x'))?.reveal()).toBe('kept');
    });

    it('makes no good of an audit log that somebody changed', async () => {
      await state.forOrg('one').vlans.patch(7, null, { name: 'x' });
      await state.close();
      const { openPglite } = await import('../../store/state/database/pglite.ts');
      const raw = await openPglite(join(dataFolder, 'state'));
      await raw.query('ALTER TABLE audit_heads DISABLE TRIGGER USER');
      await raw.query("UPDATE audit_heads SET mac = repeat('0', 64) WHERE org_id = 'one'");
      await raw.close();
      await start();
      await rotate(state, ring, vault);
      await restart();
      expect((await state.forOrg('one').audit.verify()).broken?.fault).toBe('unsigned');
    });
  });
});
