-- The spool: messages, their deliveries, what recognises a repeated request, and the ledger.
-- Times are seconds since 1970, UTC. A message's id is the number of its queue id, so the order of
-- the ids is the order of arrival.

CREATE TABLE messages (
    id           INTEGER PRIMARY KEY,
    channel      TEXT    NOT NULL,
    submitter    TEXT    NOT NULL,
    protocol     TEXT    NOT NULL,
    identity     TEXT    NOT NULL,
    category     TEXT    NOT NULL,
    stream       TEXT    NOT NULL,
    reverse_path TEXT    NOT NULL,
    header_from  TEXT    NOT NULL,
    subject      TEXT    NOT NULL,                -- emptied when the content is
    size         INTEGER NOT NULL,
    sha256       BLOB    NOT NULL,
    fixes        TEXT    NOT NULL,                -- JSON list of codes
    is_personal  INTEGER NOT NULL,                -- each recipient gets a copy of their own
    recipients   INTEGER NOT NULL,
    accepted_at  REAL    NOT NULL,
    not_before   REAL    NOT NULL,
    expires_at   REAL    NOT NULL,
    metadata     TEXT    NOT NULL,
    is_retired   INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX messages_kept ON messages (accepted_at) WHERE is_retired = 0;

-- What is kept for a while only: the submitted bytes and the plan. No row for what was refused.
CREATE TABLE contents (
    message INTEGER PRIMARY KEY REFERENCES messages (id),
    plan    TEXT NOT NULL,
    raw     BLOB NOT NULL
) STRICT;

CREATE TABLE deliveries (
    id          INTEGER PRIMARY KEY,
    message     INTEGER NOT NULL REFERENCES messages (id),
    address     TEXT    NOT NULL,
    key         TEXT    NOT NULL,
    person      TEXT    NOT NULL,                 -- keyed hash of the key
    effect      INTEGER NOT NULL,                 -- of the ruling, as accepted
    findings    TEXT    NOT NULL,                 -- of the ruling, as accepted; JSON
    later       TEXT    NOT NULL DEFAULT '[]',    -- findings that came up afterwards; JSON
    state       TEXT    NOT NULL,
    route       TEXT    NOT NULL,
    attempts    INTEGER NOT NULL DEFAULT 0,       -- that ended, one way or another
    claims      INTEGER NOT NULL DEFAULT 0,       -- since the last outcome
    next_at     REAL,                             -- when it is due; NULL unless it waits to be claimed
    ends_at     REAL,                             -- when it is given up; NULL once nothing more happens
    lease_until REAL,                             -- NULL unless it is being sent
    reply       TEXT    NOT NULL DEFAULT '',
    status      TEXT    NOT NULL DEFAULT '',
    sent_sha256 TEXT    NOT NULL DEFAULT '',
    next_hop_id TEXT    NOT NULL DEFAULT '',
    owes_report INTEGER NOT NULL DEFAULT 0,       -- the sender has not been told of its failure yet
    updated_at  REAL    NOT NULL
) STRICT;

CREATE INDEX deliveries_of_message ON deliveries (message);
CREATE INDEX deliveries_of_person ON deliveries (person);
CREATE INDEX deliveries_due ON deliveries (route, next_at) WHERE next_at IS NOT NULL;
CREATE INDEX deliveries_open ON deliveries (state, ends_at) WHERE ends_at IS NOT NULL;
CREATE INDEX deliveries_owed ON deliveries (id) WHERE owes_report = 1;

CREATE TABLE requests (                          -- answered once, however often it is repeated
    submitter TEXT    NOT NULL,
    key       TEXT    NOT NULL,
    digest    BLOB    NOT NULL,
    message   INTEGER NOT NULL REFERENCES messages (id),
    stored_at REAL    NOT NULL,
    PRIMARY KEY (submitter, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX requests_by_age ON requests (stored_at);

CREATE TABLE ledger (
    seq      INTEGER PRIMARY KEY,
    at       REAL NOT NULL,
    kind     TEXT NOT NULL,
    person   TEXT NOT NULL,
    body     TEXT NOT NULL,
    hash     BLOB NOT NULL,
    queue_id TEXT GENERATED ALWAYS AS (body ->> '$.queue_id') VIRTUAL
) STRICT;

CREATE INDEX ledger_of_message ON ledger (queue_id);

CREATE TABLE ledger_detail (                      -- what people read; an erasure empties it
    seq    INTEGER PRIMARY KEY REFERENCES ledger (seq),
    detail TEXT NOT NULL
) STRICT;

CREATE TRIGGER ledger_is_never_changed BEFORE UPDATE ON ledger
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

CREATE TRIGGER ledger_is_never_shortened BEFORE DELETE ON ledger
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
