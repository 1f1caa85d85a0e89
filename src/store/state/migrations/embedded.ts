import type { Migration } from '../migrate.ts';

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
];
