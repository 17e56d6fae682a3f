-- How many recipients got which verdict each day, and by which codes: the dashboard reads it, since
-- the messages themselves take too long to count. It is counted in the commit that accepts.

CREATE TABLE day_counts (
    day        INTEGER NOT NULL,                  -- since 1970, UTC
    channel    TEXT    NOT NULL,
    verdict    TEXT    NOT NULL,
    code       TEXT    NOT NULL,                  -- '' is everybody; else who has this objection
    recipients INTEGER NOT NULL,
    PRIMARY KEY (day, channel, verdict, code)
) STRICT, WITHOUT ROWID;

INSERT INTO day_counts
SELECT CAST(m.accepted_at / 86400 AS INTEGER), m.channel,
       CASE d.effect WHEN 0 THEN CASE m.fixes WHEN '[]' THEN 'passed' ELSE 'changed' END
                     WHEN 1 THEN 'held' WHEN 2 THEN 'deferred' ELSE 'refused' END,
       '', count(*)
FROM messages m JOIN deliveries d ON d.message = m.id
WHERE m.accepted_at >= unixepoch('now') - 31 * 86400 AND m.category <> 'system'
GROUP BY 1, 2, 3;

INSERT INTO day_counts
SELECT CAST(m.accepted_at / 86400 AS INTEGER), m.channel,
       CASE d.effect WHEN 1 THEN 'held' WHEN 2 THEN 'deferred' ELSE 'refused' END,
       f.value ->> '$.code', count(DISTINCT d.id)
FROM messages m JOIN deliveries d ON d.message = m.id JOIN json_each(d.findings) f
WHERE m.accepted_at >= unixepoch('now') - 31 * 86400 AND m.category <> 'system'
  AND d.effect > 0 AND f.value ->> '$.effect' <> 'pass'
GROUP BY 1, 2, 3, 4;

-- The texts of unknown outcome, which wait for a person: few, in a long history.

CREATE INDEX deliveries_unknown ON deliveries (id) WHERE state = 'unknown';
