-- Who may use the admin pages, how they come in, and what they did to each other's access.

CREATE TABLE users (
    id             INTEGER PRIMARY KEY,
    name           TEXT NOT NULL UNIQUE,
    role           TEXT NOT NULL,
    password_hash  TEXT NOT NULL DEFAULT '',  -- argon2id; '' until one was chosen
    totp_secret    TEXT NOT NULL DEFAULT '',  -- base32; '' without one-time codes
    totp_step      INTEGER NOT NULL DEFAULT 0,  -- the last one that was used: none is used twice
    created_at     REAL NOT NULL,
    disabled_at    REAL
) STRICT;

CREATE TABLE links (
    token_hash  BLOB PRIMARY KEY,             -- SHA-256; the token itself is nowhere
    user        INTEGER REFERENCES users (id),  -- NULL: it makes the first user
    kind        TEXT NOT NULL,                -- "password", "enter", "first"
    expires_at  REAL NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
    token_hash  BLOB PRIMARY KEY,
    user        INTEGER NOT NULL REFERENCES users (id),
    csrf        TEXT NOT NULL,
    began_at    REAL NOT NULL,
    seen_at     REAL NOT NULL,
    address     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_of_user ON sessions (user);

CREATE TABLE ledger (
    seq INTEGER PRIMARY KEY,
    at REAL NOT NULL,
    kind TEXT NOT NULL,
    person TEXT NOT NULL,
    body TEXT NOT NULL,
    hash BLOB NOT NULL
) STRICT;

CREATE TABLE ledger_detail (
    seq INTEGER PRIMARY KEY REFERENCES ledger (seq),
    detail TEXT NOT NULL
) STRICT;
