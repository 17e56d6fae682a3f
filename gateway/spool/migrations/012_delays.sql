-- Up to which message it was looked whether its sender has to be told that it waits: in the order of
-- their acceptance each one comes up once.

CREATE TABLE delays_looked (accepted_at REAL NOT NULL, message INTEGER NOT NULL) STRICT;
INSERT INTO delays_looked VALUES (0, 0);
