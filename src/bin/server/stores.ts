import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEFAULT_ORGANISATION } from '../../api/organisation.ts';
import { EXIT, InputError } from '../../base/errors.ts';
import { createKeyRing, type KeyRing } from '../../features/secrets/key-ring.ts';
import { unlock } from '../../features/secrets/unlock.ts';
import { type FolderLock, lockFolder } from '../../store/state/database/folder-lock.ts';
import { HEADS_FILE, open as openState, type StateStore } from '../../store/state/open.ts';
import { TelemetryError } from '../../store/telemetry/errors.ts';
import { open as openTelemetry, type Telemetry } from '../../store/telemetry/store.ts';
import type { Component } from './component.ts';

export interface StoreOptions {
  readonly folder: string;
  /** `null`: embedded in the folder. */
  readonly postgresUrl: string | null;
  readonly clickhouseUrl: string | null;
}

/** A component with what it has opened. */
export type Opens<Thing> = Component & { readonly get: () => Thing };

/** Beside the bundles, put there by the build. */
const TEMPLATE = fileURLToPath(new URL('state.bin', import.meta.url));
/** Until accounts and organisations can be managed there is one. */
const ORGANISATION_NAME = 'Vigie';

/** The state store, and the master keys that it was written under. */
export type OpensState = Opens<StateStore> & { readonly keys: () => KeyRing };

export function stateComponent({ folder, postgresUrl }: StoreOptions): OpensState {
  let store: StateStore | null = null;
  let keys: KeyRing | null = null;
  const headKeys = (inUse: readonly string[]) => {
    keys = createKeyRing(unlock({ dataFolder: folder, env: process.env }, inUse));
    return keys.headKeys;
  };
  let lock: FolderLock | null = null;
  return {
    name: 'state store',
    async start() {
      try {
        if (postgresUrl === null)
          store = await openState({ dataFolder: folder, template: TEMPLATE, headKeys });
        else {
          // Uploads and the spool are in the folder all the same.
          lock = lockFolder(folder);
          store = await openState({ postgresUrl, headKeys, headsFile: join(folder, HEADS_FILE) });
        }
        await store.organisations.ensure(DEFAULT_ORGANISATION, ORGANISATION_NAME);
      } catch (error) {
        await store?.close();
        lock?.release();
        throw startError(error, postgresUrl === null ? null : 'VIGIE_POSTGRES_URL');
      }
    },
    async stop() {
      await store?.close();
      lock?.release();
    },
    get: () => opened(store),
    keys: () => opened(keys),
  };
}

export function telemetryComponent({ folder, clickhouseUrl }: StoreOptions): Opens<Telemetry> {
  let store: Telemetry | null = null;
  return {
    name: 'telemetry store',
    async start() {
      try {
        if (clickhouseUrl === null) store = await openTelemetry({ dataFolder: folder });
        else {
          const spoolFolder = join(folder, 'spool');
          mkdirSync(spoolFolder, { recursive: true });
          store = await openTelemetry({ clickhouseUrl, spoolFolder });
        }
      } catch (error) {
        throw startError(error, clickhouseUrl === null ? null : 'VIGIE_CLICKHOUSE_URL');
      }
    },
    stop: async (withinMs) => store?.close(withinMs),
    get: () => opened(store),
  };
}

function opened<Store>(store: Store | null): Store {
  if (store === null) throw new Error('the store was asked for before it was opened');
  return store;
}

/** One line for what the user can do something about; a server that is not there is named by its variable, never its URL. */
function startError(error: unknown, variable: string | null): unknown {
  if (error instanceof InputError) return new InputError(error.message, EXIT.failure);
  if (error instanceof TelemetryError && error.code !== 'engine')
    return new InputError(error.message, EXIT.failure);
  if (variable === null || !(error instanceof Error)) return error;
  const reason = error.message || ('code' in error ? String(error.code) : error.name);
  return new InputError(`the server of ${variable} cannot be used: ${withoutUrls(reason)}`, EXIT.failure);
}

const withoutUrls = (text: string): string => text.replace(/\b[a-z]+:\/\/\S+/gi, '(its address)');
