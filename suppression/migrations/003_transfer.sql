-- Imports, and smaller entries: the form without dots stands only where it is another one.

ALTER TABLE entries ADD COLUMN other_form TEXT;
UPDATE entries SET other_form = loose WHERE loose <> key;
DROP INDEX entries_of_loose;
ALTER TABLE entries DROP COLUMN loose;
ALTER TABLE entries RENAME COLUMN other_form TO loose;
CREATE INDEX entries_of_loose ON entries (loose, channel) WHERE loose IS NOT NULL;

CREATE TABLE imports (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,                 -- of the file
    digest TEXT NOT NULL,               -- SHA-256 of the file
    options TEXT NOT NULL,              -- how it was read, as JSON
    actor TEXT NOT NULL,
    address TEXT NOT NULL,
    method TEXT NOT NULL,
    state TEXT NOT NULL,                -- reading, adding, done, failed, undoing, undone
    started_at REAL NOT NULL,
    ended_at REAL,
    undone_at REAL,
    position INTEGER NOT NULL DEFAULT 0,-- of the rows in their order, how many are dealt with
    counts TEXT NOT NULL DEFAULT '{}',
    report TEXT NOT NULL DEFAULT '{}'   -- what was found in the file, as JSON
) STRICT;

CREATE INDEX imports_of_digest ON imports (digest);

CREATE TABLE import_batches (           -- the entries an import made: ids are given in order
    first_id INTEGER PRIMARY KEY,
    last_id INTEGER NOT NULL,
    import_id INTEGER NOT NULL REFERENCES imports (id),
    seq INTEGER NOT NULL REFERENCES ledger (seq)
) STRICT;

CREATE INDEX import_batches_of_import ON import_batches (import_id);

CREATE TABLE import_claims (            -- who else asked for what an import made: undoing it leaves that
    entry_id INTEGER NOT NULL,
    import_id INTEGER NOT NULL,         -- 0 is somebody who was no import
    PRIMARY KEY (entry_id, import_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX import_claims_of_import ON import_claims (import_id);
