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
