-- Up to when a text is of use, so how long it may wait for a morning; NULL of emails, of answers of
-- our own and of what an earlier version took.

ALTER TABLE messages ADD COLUMN valid_until REAL;
