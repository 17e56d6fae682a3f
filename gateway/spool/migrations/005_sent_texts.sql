-- How many texts were accepted lately: for a person, for a block of numbers, by a submitter, to a
-- country. The names of people and of their numbers' blocks are keyed hashes.

CREATE TABLE sent_texts (
    message  INTEGER PRIMARY KEY REFERENCES messages (id),
    at       REAL    NOT NULL,
    person   TEXT    NOT NULL,
    prefix   TEXT    NOT NULL,
    is_reply INTEGER NOT NULL
) STRICT;

CREATE INDEX sent_texts_of_person ON sent_texts (person, at, is_reply);
CREATE INDEX sent_texts_of_prefix ON sent_texts (prefix, at);
CREATE INDEX sent_texts_by_age ON sent_texts (at);

CREATE TABLE sent_segments (
    kind     TEXT    NOT NULL,                    -- 'submitter' | 'region'
    name     TEXT    NOT NULL,
    hour     INTEGER NOT NULL,                    -- since 1970
    segments INTEGER NOT NULL,
    PRIMARY KEY (kind, name, hour)
) STRICT, WITHOUT ROWID;
