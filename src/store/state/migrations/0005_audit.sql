-- Who did what, when, from where. One chain for each organisation, and one of the platform (org_id _platform): each row's
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
