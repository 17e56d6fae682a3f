-- The id of a request is given out once: the record goes on to name it after the request is gone.
-- What an erasure emptied before `manner` was struck, and may name somebody, is struck as well.

PRAGMA secure_delete = ON;  -- who is erased later lies in no free page

CREATE TABLE requests_anew (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    kind          TEXT NOT NULL,                 -- 'know' | 'delete' | 'correct'
    people        TEXT NOT NULL,                 -- JSON list of keys; emptied by an erasure
    persons       TEXT NOT NULL,                 -- JSON list of keyed hashes: who asked stays known by them
    shown         TEXT NOT NULL,                 -- the keys, masked
    manner        TEXT NOT NULL,                 -- how it came: 'email', 'phone', 'page', 'letter', or in somebody's words
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

INSERT INTO requests_anew
SELECT id, kind, people, persons, shown,
       CASE WHEN people = '[]' AND (manner LIKE '%@%' OR manner GLOB '*[0-9]*[0-9]*[0-9]*[0-9]*')
            THEN '•••' ELSE manner END,
       note, received_at, recorded_by, confirmed_at, verified_at, verified_how, extended_at, extended_because,
       closed_at, outcome, because, closed_by
FROM requests;

DROP TABLE requests;
ALTER TABLE requests_anew RENAME TO requests;

CREATE INDEX requests_open ON requests (received_at) WHERE closed_at IS NULL;
CREATE INDEX requests_closed ON requests (closed_at) WHERE closed_at IS NOT NULL;

-- Each request has a line in the record: the id of one that is gone stands there alone.
DELETE FROM sqlite_sequence WHERE name = 'requests';
INSERT INTO sqlite_sequence (name, seq)
SELECT 'requests', max(
    (SELECT coalesce(max(id), 0) FROM requests),
    (SELECT coalesce(max(json_extract(body, '$.request')), 0) FROM ledger)
);
