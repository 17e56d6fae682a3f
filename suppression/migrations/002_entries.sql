-- Hashes in place of addresses: a look-up makes only the kinds that stand here.

CREATE TABLE key_forms (
    form TEXT PRIMARY KEY               -- what stands before the digits: 'sha256', 'hmac:1'
) STRICT, WITHOUT ROWID;

-- A key without an @ that is no number is a hash. No OR IGNORE: the statement that fires a trigger
-- would put its own conflict clause in its place.

CREATE TRIGGER entries_hashed AFTER INSERT ON entries
WHEN instr(NEW.key, '@') = 0 AND substr(NEW.key, 1, 1) <> '+'
BEGIN
    INSERT INTO key_forms (form)
    SELECT rtrim(rtrim(NEW.key, '0123456789abcdef'), ':')
    WHERE NOT EXISTS (
        SELECT 1 FROM key_forms WHERE form = rtrim(rtrim(NEW.key, '0123456789abcdef'), ':')
    );
END;

CREATE TRIGGER entries_turned_into_hashes AFTER UPDATE OF key ON entries
WHEN instr(NEW.key, '@') = 0 AND substr(NEW.key, 1, 1) <> '+'
BEGIN
    INSERT INTO key_forms (form)
    SELECT rtrim(rtrim(NEW.key, '0123456789abcdef'), ':')
    WHERE NOT EXISTS (
        SELECT 1 FROM key_forms WHERE form = rtrim(rtrim(NEW.key, '0123456789abcdef'), ':')
    );
END;

ALTER TABLE entries ADD COLUMN method TEXT NOT NULL DEFAULT '';   -- by what it came: 'one-click', 'sms'

-- Requests that one text uses up, and of one sender identity.

ALTER TABLE consents ADD COLUMN sender TEXT NOT NULL DEFAULT '';
ALTER TABLE consents ADD COLUMN is_for_once INTEGER NOT NULL DEFAULT 0;
ALTER TABLE consents ADD COLUMN used_at REAL;
ALTER TABLE consents ADD COLUMN used_by TEXT NOT NULL DEFAULT '';

-- Who texted which number of ours last when.

CREATE TABLE conversations (
    person TEXT NOT NULL,
    ours TEXT NOT NULL,
    last_at REAL NOT NULL,
    PRIMARY KEY (person, ours)
) STRICT, WITHOUT ROWID;

-- Temporary failures in a row; a delivery takes the row away.

CREATE TABLE soft_bounces (
    key TEXT NOT NULL,
    channel TEXT NOT NULL,
    count INTEGER NOT NULL,
    first_at REAL NOT NULL,
    last_at REAL NOT NULL,
    PRIMARY KEY (key, channel)
) STRICT, WITHOUT ROWID;

-- Opt-outs that came and are not in force everywhere yet.

CREATE TABLE waiting (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,                 -- 'journalled' | 'review' | 'propagation'
    reference TEXT NOT NULL,            -- where it waits: a line of a journal, a message, an entry
    target TEXT NOT NULL,               -- what has to learn of it; '' is this list
    received_at REAL NOT NULL,
    settled_at REAL,
    UNIQUE (kind, reference, target)
) STRICT;

CREATE INDEX waiting_still ON waiting (received_at) WHERE settled_at IS NULL;

-- Of erased people several links may lead to one hash: each keeps working.

CREATE TABLE grants_anew (
    id INTEGER PRIMARY KEY,             -- 64 random bits, read as signed
    channel TEXT NOT NULL,
    key TEXT NOT NULL,
    sender TEXT NOT NULL,
    stream TEXT NOT NULL,
    erased INTEGER NOT NULL DEFAULT 0,  -- the id itself once the person was erased
    UNIQUE (key, channel, sender, stream, erased)
) STRICT;

INSERT INTO grants_anew (id, channel, key, sender, stream)
SELECT id, channel, key, sender, stream FROM grants;
DROP TABLE grants;
ALTER TABLE grants_anew RENAME TO grants;
