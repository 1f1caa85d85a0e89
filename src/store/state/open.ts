import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Micros } from '../../base/time.ts';
import { say } from '../../model/messages/message.ts';
import { type Accounts, createAccountChanges, createAccounts } from './accounts/accounts.ts';
import { createIdempotency, type Idempotency } from './accounts/idempotency.ts';
import { createInvitations, type Invitations } from './accounts/invitations.ts';
import { createMembers, type Members } from './accounts/members.ts';
import { type ApiTokens, createApiTokens } from './accounts/tokens.ts';
import { type Audit, createAudit } from './audit/audit.ts';
import { type HeadKeys, HeadsFile } from './audit/heads.ts';
import { createLedger, type Ledger } from './audit/ledger.ts';
import { createPlatformAudit, type PlatformAudit } from './audit/platform.ts';
import type { CaptureKind } from './captures/capture.ts';
import { type Captures, createCaptures } from './captures/captures.ts';
import { countNothing, dropUncounted, noteStale, recomputeStale } from './captures/contributions.ts';
import type { Connection } from './database/connection.ts';
import { lockFolder } from './database/folder-lock.ts';
import { appliedMigrations, type Migration, migrate, pendingMigrations } from './database/migrate.ts';
import { openPglite } from './database/pglite.ts';
import { openPostgres } from './database/postgres.ts';
import { unpackTemplate } from './database/template.ts';
import { createTurns } from './database/turns.ts';
import { watched } from './database/watched.ts';
import { createDevices, type Devices } from './devices/devices.ts';
import { createFindings, type Findings } from './findings.ts';
import { toJson } from './json.ts';
import { MIGRATIONS } from './migrations/embedded.ts';
import { forOrganisation, forPlatform } from './org-queries.ts';
import { createOrganisations, type Organisations } from './organisations.ts';
import { type AllSecrets, createAllSecrets, keysInUse } from './secrets/all-secrets.ts';
import { createSealedSecrets, type SealedSecrets } from './secrets/secrets.ts';
import { createSites, type Sites } from './sites/sites.ts';
import { createVlans, type Vlans } from './vlans.ts';

/** What one organisation has. */
export interface OrgStore {
  readonly captures: Captures;
  readonly devices: Devices;
  readonly findings: Findings;
  readonly vlans: Vlans;
  readonly sites: Sites;
  readonly members: Members;
  readonly invitations: Invitations;
  readonly apiTokens: ApiTokens;
  readonly audit: Audit;
  readonly secrets: SealedSecrets;
  readonly idempotency: Idempotency;
  /** Grows with every change: what was read under the same one still holds. Of this process alone. */
  version(): number;
}

export interface StateStore {
  readonly organisations: Organisations;
  /** People, and who a session or a token belongs to. */
  readonly accounts: Accounts;
  /** What stands above the organisations, and all chains together. */
  readonly audit: PlatformAudit;
  /** Of no organisation. */
  readonly secrets: SealedSecrets;
  readonly allSecrets: AllSecrets;
  /** Sees this organisation and no other. Costs nothing; one that does not exist is empty and takes nothing. */
  forOrg(orgId: string): OrgStore;
  /** What the database last refused and has not done since; `null` when all is well. */
  lastError(): string | null;
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
  /**
   * Signs where the audit log ends; is told which keys the store was written under, and throws when it has not all of
   * them. Absent: nothing is signed.
   */
  readonly headKeys?: (inUse: readonly string[]) => HeadKeys;
  /** Remembers where the audit log ends, outside the database. Default: in the data folder. */
  readonly headsFile?: string;
  /** Another schema history: tests. */
  readonly migrations?: readonly Migration[];
};

/** In the data folder. */
export const HEADS_FILE = 'audit.heads';

const INTERRUPTED_LIVE = say('ring.interrupted');
const INTERRUPTED_IMPORT = say('read.interrupted');

/**
 * Opens the state store: embedded in `<dataFolder>/state`, or on a PostgreSQL server. Takes the folder's lock, backs up
 * and migrates, and marks what a dead process left unfinished. A server is for one Vigie: its imports are not told apart
 * from those of another. Throws one sentence when the folder is taken or the database is newer than this program.
 */
export async function open(options: OpenOptions): Promise<StateStore> {
  const { clock: now = () => Date.now() * 1000, migrations = MIGRATIONS } = options;
  if ('postgresUrl' in options) {
    return start(openPostgres(options.postgresUrl), null, options, migrations, now, () => {});
  }
  const lock = lockFolder(options.dataFolder);
  try {
    if (options.template !== undefined) unpackTemplate(options.template, stateFolder(options.dataFolder));
    const { connection, backup } = await openEmbedded(options.dataFolder, migrations);
    const headsFile = join(options.dataFolder, HEADS_FILE);
    return await start(connection, backup, { headsFile, ...options }, migrations, now, () => lock.release());
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function start(
  connection: Connection,
  backup: string | null,
  { headKeys, headsFile }: Pick<OpenOptions, 'headKeys' | 'headsFile'>,
  migrations: readonly Migration[],
  now: () => Micros,
  release: () => void,
): Promise<StateStore> {
  try {
    const migrated = await migrate(connection, migrations, now());
    const keys = headKeys?.(await keysInUse(connection)) ?? null;
    const ledger = createLedger(keys, new HeadsFile(headsFile ?? null, keys), now);
    const interrupted = await markInterrupted(connection, ledger, now());
    await goOn(connection, ledger);
    return storeOn(
      connection,
      { migrated: migrated.map(({ name }) => name), backup, interrupted },
      now,
      release,
      ledger,
    );
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** The store over a database that is open and migrated. */
export function storeOn(
  database: Connection,
  opened: Opened,
  now: () => Micros,
  release: () => void,
  ledger: Ledger = createLedger(null, new HeadsFile(null, null), now),
): StateStore {
  let closed: Promise<void> | null = null;
  const connection = watched(database);
  const turns = createTurns();
  const versions = new Map<string, number>();
  const accountChanges = createAccountChanges();
  return {
    accounts: createAccounts(connection, accountChanges, ledger, now),
    organisations: createOrganisations(connection, ledger, now),
    audit: createPlatformAudit(connection, ledger),
    secrets: createSealedSecrets(forPlatform(connection, ledger), now),
    allSecrets: createAllSecrets(connection),
    forOrg(orgId) {
      const wrote = () => void versions.set(orgId, (versions.get(orgId) ?? 0) + 1);
      const org = forOrganisation(connection, orgId, ledger, wrote);
      return {
        captures: createCaptures(org, turns, now),
        devices: createDevices(org, now),
        findings: createFindings(org),
        vlans: createVlans(org, now),
        sites: createSites(org, now),
        members: createMembers(org, now, accountChanges.changed),
        invitations: createInvitations(org, now),
        apiTokens: createApiTokens(org, now, accountChanges.changed),
        audit: createAudit(org, ledger),
        secrets: createSealedSecrets(org, now),
        idempotency: createIdempotency(org, now),
        version: () => versions.get(orgId) ?? 0,
      };
    },
    lastError: () => connection.lastError(),
    opened,
    close() {
      closed ??= connection
        .close()
        .then(() => ledger.file.flush())
        .finally(release);
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
 * Over all organisations: who opens the store is the only one to use it. A file that was not ready leaves nothing: whether
 * all of its rows were in, nobody knows any more. What was listened to was all but ready once it was being merged. Gives the
 * number of captures that were cut off.
 */
async function markInterrupted(connection: Connection, ledger: Ledger, now: Micros): Promise<number> {
  const merging = await connection.query<{ org: string; id: string; kind: CaptureKind }>(
    `SELECT org_id AS org, capture_id AS id, kind FROM captures WHERE status = 'importing' AND is_merging`,
  );
  for (const { org, id, kind } of merging) {
    const settle = kind === 'live' ? noteStale : countNothing;
    await forOrganisation(connection, org, ledger).change((queries) => settle(queries, id));
  }
  await connection.query(
    `UPDATE captures SET status = 'ready', progress = 1, finished_at = $1, is_merging = false
     WHERE status = 'importing' AND is_merging AND kind = 'live'`,
    [now],
  );
  const rows = await connection.query<{ org: string; id: string }>(
    `UPDATE captures SET status = 'interrupted', finished_at = $1, is_merging = false,
       error = CASE kind WHEN 'live' THEN $2::jsonb ELSE $3::jsonb END
     WHERE status = 'importing' RETURNING org_id AS org, capture_id AS id`,
    [now, toJson(INTERRUPTED_LIVE), toJson(INTERRUPTED_IMPORT)],
  );
  for (const { org, id } of rows) await dropUncounted(forOrganisation(connection, org, ledger), id);
  return rows.length;
}

/** Devices that a dead process left to be computed. */
async function goOn(connection: Connection, ledger: Ledger): Promise<void> {
  const stale = await connection.query<{ org: string }>('SELECT DISTINCT org_id AS org FROM stale_devices');
  for (const { org } of stale) await recomputeStale(forOrganisation(connection, org, ledger));
}
