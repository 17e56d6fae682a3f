-- What the id of an event is: the number of its line, and how far ahead of that it was when it was given.
-- A copy that is started goes on ahead of all ids that the original gave.

CREATE TABLE event_ids (
    from_seq INTEGER PRIMARY KEY,                 -- of the ledger: the first line that it holds for
    ahead_by INTEGER                              -- NULL of a copy that nobody has started
) STRICT;

INSERT INTO event_ids VALUES (0, 0);

-- A copy of an older version, where something waited or was owed, ends with what making it wrote.
INSERT INTO event_ids (from_seq)
SELECT seq + 1 FROM ledger_detail
WHERE seq = (SELECT max(seq) FROM ledger) AND instr(detail, '"because":"restored from a backup of ') > 0;
