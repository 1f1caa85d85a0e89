import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Micros } from '../../base/time.ts';
import { type Accounts, createAccountChanges, createAccounts } from './accounts/accounts.ts';
import { createMembers, type Members } from './accounts/members.ts';
import { type ApiTokens, createApiTokens } from './accounts/tokens.ts';
import { type Captures, createCaptures } from './captures.ts';
import type { Connection } from './connection.ts';
import { dropUncounted, recomputeStale } from './contributions.ts';
import { createDevices, type Devices } from './devices/devices.ts';
import { createFindings, type Findings } from './findings.ts';
import { lockFolder } from './folder-lock.ts';
import { appliedMigrations, type Migration, migrate, pendingMigrations } from './migrate.ts';
import { MIGRATIONS } from './migrations/embedded.ts';
import { forOrganisation } from './org-queries.ts';
import { createOrganisations, type Organisations } from './organisations.ts';
import { openPglite } from './pglite.ts';
import { openPostgres } from './postgres.ts';
import { unpackTemplate } from './template.ts';
import { createTurns } from './turns.ts';
import { createVlans, type Vlans } from './vlans.ts';

/** What one organisation has. */
export interface OrgStore {
  readonly captures: Captures;
  readonly devices: Devices;
  readonly findings: Findings;
  readonly vlans: Vlans;
  readonly members: Members;
  readonly apiTokens: ApiTokens;
}

export interface StateStore {
  readonly organisations: Organisations;
  /** People, and who a session or a token belongs to. */
  readonly accounts: Accounts;
  /** Sees this organisation and no other. Costs nothing; one that does not exist is empty and takes nothing. */
  forOrg(orgId: string): OrgStore;
  /** What happened on the way up. */
  readonly opened: Opened;
  /** Ends what is under way and gives the folder free. Twice does nothing. */
  close(): Promise<void>;
}

export interface Opened {
  /** Names of the migrations that were applied now. */
  readonly migrated: readonly string[];
  /** Copy of the embedded database from before; `null` when none was needed. */
  readonly backup: string | null;
  /** Captures whose import a dead process left behind. */
  readonly interrupted: number;
}

export type OpenOptions = (
  | {
      readonly dataFolder: string;
      /** A packed empty database for the first start (template.ts); without it, initdb makes one. */
      readonly template?: string;
    }
  | { readonly postgresUrl: string }
) & {
  /** Now, in µs. */
  readonly clock?: () => Micros;
  /** Another schema history: tests. */
  readonly migrations?: readonly Migration[];
};

const INTERRUPTED_LIVE = 'The server ended while it was listening; what was kept until then is here.';
const INTERRUPTED_IMPORT =
  'The server ended during the import, and none of it was kept; analyse it again, or open the file again.';

/**
 * Opens the state store: embedded in `<dataFolder>/state`, or on a PostgreSQL server. Takes the folder's lock, backs up
 * and migrates, and marks what a dead process left unfinished. A server is for one Vigie: its imports are not told apart
 * from those of another. Throws one sentence when the folder is taken or the database is newer than this program.
 */
export async function open(options: OpenOptions): Promise<StateStore> {
  const { clock: now = () => Date.now() * 1000, migrations = MIGRATIONS } = options;
  if ('postgresUrl' in options) {
    return start(openPostgres(options.postgresUrl), null, migrations, now, () => {});
  }
  const lock = lockFolder(options.dataFolder);
  try {
    if (options.template !== undefined) unpackTemplate(options.template, stateFolder(options.dataFolder));
    const { connection, backup } = await openEmbedded(options.dataFolder, migrations);
    return await start(connection, backup, migrations, now, () => lock.release());
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function start(
  connection: Connection,
  backup: string | null,
  migrations: readonly Migration[],
  now: () => Micros,
  release: () => void,
): Promise<StateStore> {
  try {
    const migrated = await migrate(connection, migrations, now());
    const interrupted = await markInterrupted(connection, now());
    await goOn(connection);
    return storeOn(
      connection,
      { migrated: migrated.map(({ name }) => name), backup, interrupted },
      now,
      release,
    );
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** The store over a database that is open and migrated. */
export function storeOn(
  connection: Connection,
  opened: Opened,
  now: () => Micros,
  release: () => void,
): StateStore {
  let closed: Promise<void> | null = null;
  const turns = createTurns();
  const accountChanges = createAccountChanges();
  return {
    organisations: createOrganisations(connection, now),
    accounts: createAccounts(connection, accountChanges),
    forOrg(orgId) {
      const org = forOrganisation(connection, orgId);
      return {
        captures: createCaptures(org, turns, now),
        devices: createDevices(org, now),
        findings: createFindings(org),
        vlans: createVlans(org, now),
        members: createMembers(org, now, accountChanges.changed),
        apiTokens: createApiTokens(org, now, accountChanges.changed),
      };
    },
    opened,
    close() {
      closed ??= connection.close().finally(release);
      return closed;
    },
  };
}

const stateFolder = (dataFolder: string): string => join(dataFolder, 'state');

/** Before a schema changes, the folder is copied: PGlite has no other way back. */
async function openEmbedded(
  dataFolder: string,
  migrations: readonly Migration[],
): Promise<{ connection: Connection; backup: string | null }> {
  const folder = stateFolder(dataFolder);
  const connection = await openPglite(folder);
  let newest: string | undefined;
  try {
    const applied = await appliedMigrations(connection);
    newest = applied.at(-1)?.name;
    if (newest === undefined || pendingMigrations(migrations, applied).length === 0) {
      return { connection, backup: null };
    }
  } catch (error) {
    await connection.close();
    throw error;
  }
  await connection.close();
  return { backup: backUp(dataFolder, folder, newest), connection: await openPglite(folder) };
}

/** Complete under its name, or not there: a copy that was cut short is made again. */
function backUp(dataFolder: string, folder: string, newest: string): string {
  const backups = join(dataFolder, 'backups');
  mkdirSync(backups, { recursive: true });
  const backup = join(backups, `state-at-${newest}`);
  const partial = `${backup}.partial`;
  rmSync(partial, { recursive: true, force: true });
  cpSync(folder, partial, { recursive: true });
  if (existsSync(backup)) rmSync(backup, { recursive: true });
  renameSync(partial, backup);
  return backup;
}

/**
 * Over all organisations: who opens the store is the only one to use it. A file whose contents count already was all but
 * ready. Gives the number of captures that were cut off.
 */
async function markInterrupted(connection: Connection, now: Micros): Promise<number> {
  await connection.query(
    `UPDATE captures SET status = 'ready', progress = 1, finished_at = $1, is_merging = false
     WHERE status = 'importing' AND is_merging`,
    [now],
  );
  const rows = await connection.query<{ org: string; id: string }>(
    `UPDATE captures SET status = 'interrupted', finished_at = $1,
       error = CASE kind WHEN 'live' THEN $2::text ELSE $3::text END
     WHERE status = 'importing' RETURNING org_id AS org, capture_id AS id`,
    [now, INTERRUPTED_LIVE, INTERRUPTED_IMPORT],
  );
  for (const { org, id } of rows) await dropUncounted(forOrganisation(connection, org), id);
  return rows.length;
}

/** Devices that a dead process left to be computed. */
async function goOn(connection: Connection): Promise<void> {
  const stale = await connection.query<{ org: string }>('SELECT DISTINCT org_id AS org FROM stale_devices');
  for (const { org } of stale) await recomputeStale(forOrganisation(connection, org));
}
