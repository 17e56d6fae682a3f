-- A checksum over what was accepted for each recipient; NULL of those that an earlier version took.

ALTER TABLE deliveries ADD COLUMN seal INTEGER;
