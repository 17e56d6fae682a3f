CREATE TABLE keys (
    key_id       TEXT PRIMARY KEY,
    submitter    TEXT NOT NULL,
    scopes       TEXT NOT NULL,          -- separated by a space, sorted
    secret_hash  BLOB NOT NULL,          -- SHA-256 of the whole secret; the secret itself is nowhere
    created_at   REAL NOT NULL,          -- Unix time
    revoked_at   REAL                    -- NULL while the key is good
) STRICT, WITHOUT ROWID;
