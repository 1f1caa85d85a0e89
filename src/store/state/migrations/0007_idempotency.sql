-- What a request with an Idempotency-Key came to, so that the same one sent again makes nothing twice.

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
