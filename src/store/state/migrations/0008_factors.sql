-- Second factors, passkeys, invitations and single sign-on as they are kept by Vigie itself.

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
