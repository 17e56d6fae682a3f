-- The list, the consents, the grants and their ledger.
-- Times are seconds since 1970, UTC. NULL in a column of times is what never happens.

CREATE TABLE entries (
    id INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    key TEXT NOT NULL,
    loose TEXT NOT NULL,                -- the key without dots in its local part, for domains that ignore them
    scope TEXT NOT NULL,
    sender TEXT NOT NULL,               -- '' is every sender identity
    reason TEXT NOT NULL,
    origin TEXT NOT NULL,
    evidence TEXT NOT NULL,
    requested_at REAL NOT NULL,
    effective_at REAL NOT NULL,
    expires_at REAL,
    include_subdomains INTEGER NOT NULL,
    recorded_by TEXT NOT NULL,
    lifted_at REAL,
    lifted_by TEXT NOT NULL DEFAULT '',
    lifted_because TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX entries_of_key ON entries (key, channel);
CREATE INDEX entries_of_loose ON entries (loose, channel);

CREATE TRIGGER entries_are_never_deleted BEFORE DELETE ON entries
BEGIN
    SELECT RAISE(ABORT, 'an entry is lifted, never deleted');
END;

CREATE TABLE consents (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    source TEXT NOT NULL,
    purposes TEXT NOT NULL,             -- a JSON list; empty is every operational purpose
    evidence TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    requested_at REAL NOT NULL,
    expires_at REAL,
    revoked_at REAL,
    revoked_because TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX consents_of_key ON consents (key);

CREATE TABLE grants (
    id INTEGER PRIMARY KEY,             -- 64 random bits, read as signed
    channel TEXT NOT NULL,
    key TEXT NOT NULL,
    sender TEXT NOT NULL,
    stream TEXT NOT NULL,
    UNIQUE (key, channel, sender, stream)
) STRICT;

CREATE TABLE ledger (
    seq INTEGER PRIMARY KEY,
    at REAL NOT NULL,
    kind TEXT NOT NULL,
    person TEXT NOT NULL,
    body TEXT NOT NULL,
    hash BLOB NOT NULL
) STRICT;

CREATE INDEX ledger_of_person ON ledger (person) WHERE person <> '';

CREATE TABLE ledger_detail (
    seq INTEGER PRIMARY KEY REFERENCES ledger (seq),
    detail TEXT NOT NULL
) STRICT;
