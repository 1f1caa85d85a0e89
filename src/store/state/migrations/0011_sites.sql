-- Where an organisation's networks are. A capture is of one site at most; a device is of the sites of the captures that saw
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
