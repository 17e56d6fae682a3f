-- Replies that may ask for an opt-out, until a person has read them.

CREATE TABLE reviews (
    id INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    key TEXT NOT NULL,
    text TEXT NOT NULL,                 -- emptied once it is decided
    matched TEXT NOT NULL,
    received_at REAL NOT NULL,
    decided_at REAL,
    decision TEXT NOT NULL DEFAULT '',
    decided_by TEXT NOT NULL DEFAULT '',
    because TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX reviews_open ON reviews (id) WHERE decided_at IS NULL;
CREATE INDEX reviews_of_key ON reviews (key, channel);
