-- Which applications want to be told what becomes of a text, and what they have not been told yet.

CREATE TABLE callbacks (
    message  INTEGER PRIMARY KEY REFERENCES messages (id),
    queue_id TEXT NOT NULL UNIQUE,
    url      TEXT NOT NULL,
    host     TEXT NOT NULL,
    account  TEXT NOT NULL,                       -- Twilio account SID; '' is a callback of our own shape
    signer   BLOB NOT NULL                        -- what signs for Twilio's validators; no key can be had from it
) STRICT;

CREATE TABLE callback_notices (
    seq     INTEGER PRIMARY KEY REFERENCES ledger (seq),    -- what is to be told
    message INTEGER NOT NULL REFERENCES callbacks (message),
    tries   INTEGER NOT NULL DEFAULT 0,
    next_at REAL    NOT NULL
) STRICT;

CREATE INDEX callback_notices_due ON callback_notices (next_at);
CREATE INDEX callback_notices_of_message ON callback_notices (message, seq);

CREATE TABLE callback_cursor (seq INTEGER NOT NULL) STRICT; -- the last line of the ledger looked at
INSERT INTO callback_cursor SELECT coalesce(max(seq), 0) FROM ledger;
