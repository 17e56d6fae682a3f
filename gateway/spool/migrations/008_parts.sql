-- What an SMSC calls the parts of our texts, and what it reported of each: '' | 'under way' |
-- 'arrived' | 'failed'. Its reports name nothing else.

CREATE TABLE text_parts (
    route       TEXT    NOT NULL,
    provider_id TEXT    NOT NULL,                 -- in lower case, without zeros before it
    message     INTEGER NOT NULL REFERENCES messages (id),
    attempt     INTEGER NOT NULL,
    total       INTEGER NOT NULL,
    report      TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (route, provider_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX text_parts_of_message ON text_parts (message, attempt);

-- Parts of texts to us, until the last one is there or nobody waits for it any more.

CREATE TABLE heard_parts (
    route     TEXT    NOT NULL,
    sender    TEXT    NOT NULL,                   -- as the SMSC writes it
    ours      TEXT    NOT NULL,
    reference INTEGER NOT NULL,
    total     INTEGER NOT NULL,
    number    INTEGER NOT NULL,                   -- 1 is the first
    words     BLOB    NOT NULL,                   -- UTF-8 that may hold half a surrogate pair
    at        REAL    NOT NULL,
    PRIMARY KEY (route, sender, ours, reference, total, number)
) STRICT, WITHOUT ROWID;

-- Which texts were taken lately over which connection: an SMSC repeats over the next one what it
-- saw no answer to, and a START that comes again must not undo the STOP that came in between.

CREATE TABLE heard_texts (
    route      TEXT NOT NULL,
    digest     BLOB NOT NULL,                     -- keyed: of sender, number and words
    connection TEXT NOT NULL,
    at         REAL NOT NULL,
    PRIMARY KEY (route, digest)
) STRICT, WITHOUT ROWID;
