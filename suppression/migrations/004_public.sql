-- What the public page needs: presses that can be taken back, numbers and addresses of one person.

CREATE TABLE presses (                  -- of entries that the page made and nobody has confirmed
    entry INTEGER PRIMARY KEY,
    act TEXT NOT NULL,                  -- random; known to the page that made the entry alone
    person TEXT NOT NULL,               -- keyed hashes, here and in the next two
    domain TEXT NOT NULL,
    origin TEXT NOT NULL,               -- '' is unknown
    send TEXT NOT NULL,                 -- sender identity and stream of the message
    hasty_at REAL,                      -- NULL: not seconds after the delivery
    suspected INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX presses_of_act ON presses (act);
CREATE INDEX presses_of_send ON presses (send, hasty_at) WHERE hasty_at IS NOT NULL;
CREATE INDEX presses_suspected ON presses (entry) WHERE suspected = 1;

CREATE TABLE links (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    evidence TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at REAL NOT NULL,
    ended_at REAL,
    ended_because TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE UNIQUE INDEX links_of_email ON links (email, phone) WHERE ended_at IS NULL;
CREATE INDEX links_of_phone ON links (phone) WHERE ended_at IS NULL;

CREATE TABLE tallies (
    what TEXT PRIMARY KEY,              -- 'repeated' | 'unknown'
    count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
