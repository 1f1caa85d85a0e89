-- What is kept secret, encrypted (AES-256-GCM) under a key that is not in the database. _platform: of no organisation.

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
