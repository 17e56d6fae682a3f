-- Whom each notice is for: so many of one host are told at a time, whatever waits for it.

ALTER TABLE callback_notices ADD COLUMN host TEXT NOT NULL DEFAULT '';

DELETE FROM callback_notices WHERE message NOT IN (SELECT message FROM callbacks); -- damage: nobody can be told

UPDATE callback_notices
SET host = (SELECT host FROM callbacks WHERE callbacks.message = callback_notices.message);

CREATE INDEX callback_notices_of_host ON callback_notices (host, next_at);
