import type { Migration } from '../database/migrate.ts';

/**
 * The migrations, as text that bundles and tests both carry. Written by embedded.test.ts from the `.sql` files:
 * `npx vitest run src/store/state/migrations -u` after adding one.
 */
export const MIGRATIONS: readonly Migration[] = [
  {
    number: 1,
    name: '0001_console',
    sql: `-- What the console keeps. org_id stands first in every key; instants are µs since 1970-01-01 UTC.

CREATE TABLE organisations (
  org_id text PRIMARY KEY,
  name text NOT NULL,
  created_at bigint NOT NULL
);

CREATE TABLE captures (
  org_id text NOT NULL REFERENCES organisations ON DELETE CASCADE,
  capture_id text NOT NULL,
  name text NOT NULL,
  sha256 text,
  size_bytes bigint,
  kind text NOT NULL CHECK (kind IN ('file', 'live', 'demo')),
  status text NOT NULL CHECK (status IN ('importing', 'ready', 'failed', 'interrupted')),
  progress double precision NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 1),
  packets bigint NOT NULL DEFAULT 0,
  bytes bigint NOT NULL DEFAULT 0,
  wire_bytes bigint NOT NULL DEFAULT 0,
  first_seen bigint,
  last_seen bigint,
  link_types jsonb NOT NULL DEFAULT '[]',
  decode jsonb,
  decode_layers jsonb NOT NULL DEFAULT '[]',
  warnings jsonb NOT NULL DEFAULT '[]',
  error text,
  created_at bigint NOT NULL,
  finished_at bigint,
  -- Which of its capture_devices count; 0: none yet.
  revision integer NOT NULL DEFAULT 0,
  -- All of it counts, and its devices are being computed: what is cut off now is completed, not taken back.
  is_merging boolean NOT NULL DEFAULT false,
  PRIMARY KEY (org_id, capture_id)
);
-- The same file is in the organisation once.
CREATE UNIQUE INDEX captures_ready_file ON captures (org_id, sha256) WHERE kind = 'file' AND status = 'ready';

-- What one capture says of one device. Rows of a revision that does not count are being written, or wait to go. Documents
-- that are only ever handed out whole are json: jsonb would take them apart and put them together again.
CREATE TABLE capture_devices (
  org_id text NOT NULL,
  device_id text NOT NULL,
  capture_id text NOT NULL,
  revision integer NOT NULL,
  device json NOT NULL,
  PRIMARY KEY (org_id, device_id, capture_id, revision),
  FOREIGN KEY (org_id, capture_id) REFERENCES captures ON DELETE CASCADE
);

CREATE INDEX capture_devices_of_capture ON capture_devices (org_id, capture_id);

-- Devices of which a capture says something else since they were computed.
CREATE TABLE stale_devices (
  org_id text NOT NULL REFERENCES organisations ON DELETE CASCADE,
  device_id text NOT NULL,
  PRIMARY KEY (org_id, device_id)
);

-- What people say of a device. Outlives the captures: the word is back when the device is.
CREATE TABLE device_words (
  org_id text NOT NULL REFERENCES organisations ON DELETE CASCADE,
  device_id text NOT NULL,
  name text,
  type text,
  notes text NOT NULL DEFAULT '',
  tags text[] NOT NULL DEFAULT '{}',
  flagged boolean NOT NULL DEFAULT false,
  version bigint NOT NULL,
  changed_at bigint NOT NULL,
  PRIMARY KEY (org_id, device_id)
);

-- All captures of the organisation together, and people's word over them: computed, never the only copy.
CREATE TABLE devices (
  org_id text NOT NULL REFERENCES organisations ON DELETE CASCADE,
  device_id text NOT NULL,
  name text,
  type text NOT NULL,
  vendor text,
  notes text NOT NULL,
  tags text[] NOT NULL,
  flagged boolean NOT NULL,
  version bigint NOT NULL,
  main_ip inet,
  ips inet[] NOT NULL,
  macs text[] NOT NULL,
  vlans integer[] NOT NULL,
  is_gateway boolean NOT NULL,
  addresses_behind bigint NOT NULL,
  packets_sent bigint NOT NULL,
  packets_received bigint NOT NULL,
  bytes_sent bigint NOT NULL,
  bytes_received bigint NOT NULL,
  first_seen bigint,
  last_seen bigint,
  captures integer NOT NULL,
  search tsvector NOT NULL,
  PRIMARY KEY (org_id, device_id)
);
-- The order of the list when nobody asks for another.
CREATE INDEX devices_by_last_seen ON devices (org_id, last_seen DESC NULLS LAST, device_id COLLATE "C" DESC);
-- GIN has no key order: the organisation is a condition beside it.
CREATE INDEX devices_search ON devices USING gin (search);

-- Names, addresses and attributes with their evidence, and the type that was found. Apart from devices, whose rows lists
-- run over: it is read for one device only.
CREATE TABLE device_details (
  org_id text NOT NULL REFERENCES organisations ON DELETE CASCADE,
  device_id text NOT NULL,
  found json NOT NULL,
  PRIMARY KEY (org_id, device_id)
);

CREATE TABLE findings (
  org_id text NOT NULL,
  capture_id text NOT NULL,
  position integer NOT NULL,
  kind text NOT NULL,
  severity text NOT NULL,
  message text NOT NULL,
  evidence jsonb NOT NULL,
  params jsonb NOT NULL,
  PRIMARY KEY (org_id, capture_id, position),
  FOREIGN KEY (org_id, capture_id) REFERENCES captures ON DELETE CASCADE
);

-- -1: no outer tag.
CREATE TABLE capture_vlans (
  org_id text NOT NULL,
  capture_id text NOT NULL,
  vlan integer NOT NULL,
  outer_vlan integer NOT NULL,
  packets bigint NOT NULL,
  bytes bigint NOT NULL,
  PRIMARY KEY (org_id, capture_id, vlan, outer_vlan),
  FOREIGN KEY (org_id, capture_id) REFERENCES captures ON DELETE CASCADE
);

-- What people say of a VLAN.
CREATE TABLE vlan_words (
  org_id text NOT NULL REFERENCES organisations ON DELETE CASCADE,
  vlan integer NOT NULL,
  outer_vlan integer NOT NULL,
  name text,
  description text NOT NULL DEFAULT '',
  version bigint NOT NULL,
  changed_at bigint NOT NULL,
  PRIMARY KEY (org_id, vlan, outer_vlan)
);
`,
  },
  {
    number: 2,
    name: '0002_device_model',
    sql: `-- What lists show and sort by besides the vendor: the most certain model and operating system.

ALTER TABLE devices ADD COLUMN model text, ADD COLUMN os text;

UPDATE devices d SET
  model = x.found -> 'attributes' -> 'model' -> 0 ->> 'value',
  os = x.found -> 'attributes' -> 'os' -> 0 ->> 'value'
FROM device_details x WHERE x.org_id = d.org_id AND x.device_id = d.device_id;
`,
  },
  {
    number: 3,
    name: '0003_capture_files',
    sql: `-- Where the file of a capture lies, to analyse it again. Kept: it is ours, in the data folder, by its name alone.

ALTER TABLE captures ADD COLUMN file_path text, ADD COLUMN file_kept boolean NOT NULL DEFAULT false;
`,
  },
  {
    number: 4,
    name: '0004_accounts',
    sql: `-- People, what proves that they are who they say, and where they belong. People stand above the organisations: their
-- tables have no org_id; what belongs to one has it first.

CREATE TABLE users (
  id text PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL,
  email_verified boolean NOT NULL DEFAULT false,
  image text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  two_factor_enabled boolean NOT NULL DEFAULT false,
  is_platform_admin boolean NOT NULL DEFAULT false,
  is_disabled boolean NOT NULL DEFAULT false,
  -- Wrong passwords and codes in a row, and until when none is tried.
  failed_sign_ins integer NOT NULL DEFAULT 0,
  locked_until timestamptz
);
CREATE UNIQUE INDEX users_email ON users (lower(email));

CREATE TABLE sessions (
  id text PRIMARY KEY,
  token text NOT NULL UNIQUE,
  user_id text NOT NULL REFERENCES users ON DELETE CASCADE,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ip_address text,
  user_agent text,
  -- What the console shows when a request names no organisation.
  org_id text REFERENCES organisations ON DELETE SET NULL
);
CREATE INDEX sessions_of_user ON sessions (user_id);

-- How somebody signs in: a password (provider_id 'credential'), or an identity elsewhere.
CREATE TABLE accounts (
  id text PRIMARY KEY,
  account_id text NOT NULL,
  provider_id text NOT NULL,
  user_id text NOT NULL REFERENCES users ON DELETE CASCADE,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE (provider_id, account_id)
);
CREATE INDEX accounts_of_user ON accounts (user_id);

CREATE TABLE verifications (
  id text PRIMARY KEY,
  identifier text NOT NULL,
  value text NOT NULL,
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX verifications_identifier ON verifications (identifier);

CREATE TABLE two_factors (
  id text PRIMARY KEY,
  user_id text NOT NULL REFERENCES users ON DELETE CASCADE,
  secret text NOT NULL,
  backup_codes text NOT NULL,
  verified boolean NOT NULL DEFAULT true,
  failed_verification_count integer NOT NULL DEFAULT 0,
  locked_until timestamptz
);
CREATE INDEX two_factors_of_user ON two_factors (user_id);

CREATE TABLE passkeys (
  id text PRIMARY KEY,
  name text,
  public_key text NOT NULL,
  user_id text NOT NULL REFERENCES users ON DELETE CASCADE,
  credential_id text NOT NULL UNIQUE,
  counter bigint NOT NULL,
  device_type text NOT NULL,
  backed_up boolean NOT NULL,
  transports text,
  created_at timestamptz,
  aaguid text
);
CREATE INDEX passkeys_of_user ON passkeys (user_id);

CREATE TABLE members (
  org_id text NOT NULL REFERENCES organisations ON DELETE CASCADE,
  user_id text NOT NULL REFERENCES users ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('admin', 'operator', 'viewer', 'auditor')),
  created_at bigint NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (org_id, user_id)
);
CREATE INDEX members_user ON members (user_id);

-- Links that make an account, or a membership of one that is there. The link itself is kept nowhere: its SHA-256 is.
CREATE TABLE invitations (
  org_id text NOT NULL REFERENCES organisations ON DELETE CASCADE,
  invitation_id text NOT NULL,
  email text NOT NULL,
  role text NOT NULL CHECK (role IN ('admin', 'operator', 'viewer', 'auditor')),
  token_hash text NOT NULL UNIQUE,
  invited_by text NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  accepted_at bigint,
  revoked_at bigint,
  PRIMARY KEY (org_id, invitation_id)
);

-- Of programs. Shown once; kept as SHA-256: they are long and random, so nobody can try them out.
CREATE TABLE api_tokens (
  org_id text NOT NULL REFERENCES organisations ON DELETE CASCADE,
  token_id text NOT NULL,
  name text NOT NULL,
  -- The beginning, to tell them apart.
  prefix text NOT NULL,
  token_hash text NOT NULL UNIQUE,
  role text NOT NULL CHECK (role IN ('admin', 'operator', 'viewer', 'auditor')),
  -- NULL: all that the role allows.
  scopes text[],
  created_by text NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint,
  last_used_at bigint,
  last_used_from text,
  revoked_at bigint,
  PRIMARY KEY (org_id, token_id)
);
`,
  },
  {
    number: 5,
    name: '0005_audit',
    sql: `-- Who did what, when, from where. One chain for each organisation, and one of the platform (org_id _platform): each row's
-- hash covers the row and the hash before it. Rows outlive the organisation: no foreign key.

CREATE TABLE audit_log (
  org_id text NOT NULL,
  -- From 1 without gaps.
  seq bigint NOT NULL,
  at bigint NOT NULL,
  actor_kind text NOT NULL,
  actor_id text NOT NULL,
  actor_label text NOT NULL,
  from_address text,
  action text NOT NULL,
  target_kind text,
  target_id text,
  target_label text,
  -- JSON, as text: the hash is over these very bytes.
  before_fields text,
  after_fields text,
  previous_hash text NOT NULL,
  hash text NOT NULL,
  PRIMARY KEY (org_id, seq)
);
CREATE INDEX audit_log_by_time ON audit_log (org_id, at);

-- Where each chain ends, signed with a key that is not in the database: so that a tail that is cut off is missed.
CREATE TABLE audit_heads (
  org_id text PRIMARY KEY,
  seq bigint NOT NULL,
  hash text NOT NULL,
  mac text,
  key_id text
);

CREATE FUNCTION audit_refuses() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION 'the audit log only grows: % of % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END
$body$;

CREATE TRIGGER audit_log_only_grows BEFORE UPDATE OR DELETE ON audit_log
  FOR EACH ROW EXECUTE FUNCTION audit_refuses();
CREATE TRIGGER audit_log_is_not_emptied BEFORE TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuses();
CREATE TRIGGER audit_heads_stay BEFORE DELETE ON audit_heads
  FOR EACH ROW EXECUTE FUNCTION audit_refuses();
CREATE TRIGGER audit_heads_are_not_emptied BEFORE TRUNCATE ON audit_heads
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuses();
-- The same row may be signed again, with another key.
CREATE TRIGGER audit_heads_go_forward BEFORE UPDATE ON audit_heads
  FOR EACH ROW WHEN (NEW.org_id <> OLD.org_id OR NEW.seq < OLD.seq OR (NEW.seq = OLD.seq AND NEW.hash <> OLD.hash))
  EXECUTE FUNCTION audit_refuses();
`,
  },
  {
    number: 6,
    name: '0006_secrets',
    sql: `-- What is kept secret, encrypted (AES-256-GCM) under a key that is not in the database. _platform: of no organisation.

CREATE TABLE secrets (
  org_id text NOT NULL,
  name text NOT NULL,
  -- Which master key: tells it from others, and nothing about it.
  key_id text NOT NULL,
  -- base64; sealed ends with the tag.
  nonce text NOT NULL,
  sealed text NOT NULL,
  version bigint NOT NULL,
  changed_at bigint NOT NULL,
  PRIMARY KEY (org_id, name)
);

-- A reference cannot be, because of _platform.
CREATE FUNCTION secrets_go() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  DELETE FROM secrets WHERE org_id = OLD.org_id;
  RETURN NULL;
END
$body$;
CREATE TRIGGER secrets_go_with_their_organisation AFTER DELETE ON organisations
  FOR EACH ROW EXECUTE FUNCTION secrets_go();
`,
  },
  {
    number: 7,
    name: '0007_idempotency',
    sql: `-- What a request with an Idempotency-Key came to, so that the same one sent again makes nothing twice.

CREATE TABLE idempotency (
  org_id text NOT NULL REFERENCES organisations ON DELETE CASCADE,
  -- Session's person or token: nobody gets the answer to another's request.
  asker text NOT NULL,
  key text NOT NULL,
  -- SHA-256 of method, path and body.
  request_hash text NOT NULL,
  -- NULL: under way, or its process died.
  status integer,
  -- NULL: an answer that is said once only.
  body text,
  created_at bigint NOT NULL,
  PRIMARY KEY (org_id, asker, key)
);
CREATE INDEX idempotency_age ON idempotency (org_id, created_at);
`,
  },
  {
    number: 8,
    name: '0008_factors',
    sql: `-- Second factors, passkeys, invitations and single sign-on as they are kept by Vigie itself.

ALTER TABLE users ADD COLUMN language text CHECK (language IN ('en', 'fr'));
-- When it was last used; updated_at is when its end was moved.
ALTER TABLE sessions ADD COLUMN last_seen_at timestamptz;

-- One for each person. In force once its first code was right; last_step is the 30 s of the code used last: none is good
-- twice.
DROP TABLE two_factors;
CREATE TABLE two_factors (
  user_id text PRIMARY KEY REFERENCES users ON DELETE CASCADE,
  -- Encrypted with a key that is not in the database.
  secret text NOT NULL,
  verified boolean NOT NULL DEFAULT false,
  last_step bigint NOT NULL DEFAULT -1
);

-- SHA-256 of each code that is left: one that is used is deleted.
CREATE TABLE recovery_codes (
  user_id text NOT NULL REFERENCES users ON DELETE CASCADE,
  code_hash text NOT NULL,
  PRIMARY KEY (user_id, code_hash)
);

ALTER TABLE passkeys ADD COLUMN last_used_at timestamptz;

-- Where else people can prove who they are (OpenID Connect). The client secret is among the secrets.
CREATE TABLE identity_providers (
  provider_id text PRIMARY KEY,
  name text NOT NULL,
  issuer text NOT NULL,
  client_id text NOT NULL,
  is_enabled boolean NOT NULL,
  -- Whoever has a verified email there is whoever has it here.
  trusts_email boolean NOT NULL,
  -- Newcomers become members of this organisation, as that; NULL: only who is known may enter.
  org_id text REFERENCES organisations ON DELETE SET NULL,
  role text CHECK (role IN ('admin', 'operator', 'viewer', 'auditor')),
  created_at timestamptz NOT NULL,
  version bigint NOT NULL DEFAULT 1
);

-- Wrong passwords of emails that nobody has: answered as those that somebody has, so that nobody learns which is which.
CREATE TABLE unknown_sign_ins (
  email_hash text PRIMARY KEY,
  failed_sign_ins integer NOT NULL,
  locked_until timestamptz,
  tried_at timestamptz NOT NULL
);
CREATE INDEX unknown_sign_ins_tried ON unknown_sign_ins (tried_at);

-- SHA-256 of what was answered rightly and is good once, until it is good for nothing anyway.
CREATE TABLE used_challenges (
  challenge_hash text PRIMARY KEY,
  expires_at timestamptz NOT NULL
);
CREATE INDEX used_challenges_expiry ON used_challenges (expires_at);
`,
  },
  {
    number: 10,
    name: '0010_details_on_demand',
    sql: `-- Names, addresses and attributes of one device are put together from what captures say when somebody asks for them: kept
-- beside that, they were a third of what an import wrote.

DROP TABLE device_details;
`,
  },
  {
    number: 11,
    name: '0011_sites',
    sql: `-- Where an organisation's networks are. A capture is of one site at most; a device is of the sites of the captures that saw
-- it, or of the one that somebody said.

CREATE TABLE sites (
  org_id text NOT NULL REFERENCES organisations ON DELETE CASCADE,
  site_id text NOT NULL,
  name text NOT NULL,
  -- The name whatever its case.
  name_key text NOT NULL,
  note text NOT NULL DEFAULT '',
  -- IANA.
  time_zone text,
  -- WGS 84, degrees: both or neither.
  latitude double precision CHECK (latitude BETWEEN -90 AND 90),
  longitude double precision CHECK (longitude BETWEEN -180 AND 180),
  created_at bigint NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (org_id, site_id),
  UNIQUE (org_id, name_key),
  CHECK ((latitude IS NULL) = (longitude IS NULL))
);

ALTER TABLE captures ADD COLUMN site_id text, ADD FOREIGN KEY (org_id, site_id) REFERENCES sites;
CREATE INDEX captures_of_site ON captures (org_id, site_id) WHERE site_id IS NOT NULL;

ALTER TABLE device_words ADD COLUMN site_id text, ADD FOREIGN KEY (org_id, site_id) REFERENCES sites;
CREATE INDEX device_words_of_site ON device_words (org_id, site_id) WHERE site_id IS NOT NULL;
`,
  },
  {
    number: 14,
    name: '0014_rows_by_the_thousand',
    sql: `-- What comes by the thousand with every import was held to its capture and its organisation one row at a time: a query for
-- each. Whoever writes asks once for all of them now (the capture by its turn, the organisation at the beginning of each change);
-- here, what they belong to takes them along when it goes.

ALTER TABLE capture_devices DROP CONSTRAINT capture_devices_org_id_capture_id_fkey;
ALTER TABLE devices DROP CONSTRAINT devices_org_id_fkey;
ALTER TABLE stale_devices DROP CONSTRAINT stale_devices_org_id_fkey;

CREATE FUNCTION capture_devices_go() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  DELETE FROM capture_devices WHERE org_id = OLD.org_id AND capture_id = OLD.capture_id;
  RETURN NULL;
END
$body$;
CREATE TRIGGER capture_devices_go_with_their_capture AFTER DELETE ON captures
  FOR EACH ROW EXECUTE FUNCTION capture_devices_go();

CREATE FUNCTION devices_go() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  DELETE FROM devices WHERE org_id = OLD.org_id;
  DELETE FROM stale_devices WHERE org_id = OLD.org_id;
  RETURN NULL;
END
$body$;
CREATE TRIGGER devices_go_with_their_organisation AFTER DELETE ON organisations
  FOR EACH ROW EXECUTE FUNCTION devices_go();

-- Handed out whole and written by us: read once when it is written, not three times.
ALTER TABLE capture_devices ALTER COLUMN device TYPE text USING device::text;
`,
  },
  {
    number: 15,
    name: '0015_said',
    sql: `-- What an import or a listening had to say was kept as an English sentence. It is kept by its name and values now, and said in the
-- language of who asks; the old sentences stay as they are.

ALTER TABLE captures ALTER COLUMN error TYPE jsonb USING
  CASE WHEN error IS NOT NULL
    THEN jsonb_build_object('key', 'as-it-is', 'params', jsonb_build_object('text', error)) END;

UPDATE captures SET warnings = (
  SELECT jsonb_agg(
    jsonb_build_object('key', 'as-it-is', 'params', jsonb_build_object('text', said.text)) ORDER BY said.place)
  FROM jsonb_array_elements_text(warnings) WITH ORDINALITY AS said (text, place)
) WHERE warnings <> '[]';
`,
  },
];
