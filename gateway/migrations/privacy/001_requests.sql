-- Requests of people about their data, and what was answered. They are kept for 24 months (11 CCR
-- 7101) and used for nothing else.

CREATE TABLE requests (
    id            INTEGER PRIMARY KEY,
    kind          TEXT NOT NULL,                 -- 'know' | 'delete' | 'correct'
    people        TEXT NOT NULL,                 -- JSON list of keys; emptied by an erasure
    persons       TEXT NOT NULL,                 -- JSON list of keyed hashes: who asked stays known by them
    shown         TEXT NOT NULL,                 -- the keys, masked
    manner        TEXT NOT NULL,                 -- how it came: 'email', 'phone', 'page', 'letter'
    note          TEXT NOT NULL,                 -- what was asked, in the words of who took it down; emptied too
    received_at   REAL NOT NULL,
    recorded_by   TEXT NOT NULL,
    confirmed_at  REAL,
    verified_at   REAL,
    verified_how  TEXT NOT NULL DEFAULT '',
    extended_at   REAL,
    extended_because TEXT NOT NULL DEFAULT '',
    closed_at     REAL,
    outcome       TEXT NOT NULL DEFAULT '',      -- 'done' | 'partly' | 'denied'
    because       TEXT NOT NULL DEFAULT '',
    closed_by     TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX requests_open ON requests (received_at) WHERE closed_at IS NULL;
CREATE INDEX requests_closed ON requests (closed_at) WHERE closed_at IS NOT NULL;

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
