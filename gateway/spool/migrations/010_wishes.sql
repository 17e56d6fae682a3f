-- What a submitter asked for besides the delivery: reports (RFC 3461), and UTF-8 in the envelope and
-- the header (RFC 6531). What stands in ENVID and ORCPT is emptied when the content is.

ALTER TABLE messages ADD COLUMN returns TEXT NOT NULL DEFAULT '';
ALTER TABLE messages ADD COLUMN envelope_id TEXT NOT NULL DEFAULT '';
ALTER TABLE messages ADD COLUMN smtputf8 INTEGER NOT NULL DEFAULT 0;
ALTER TABLE deliveries ADD COLUMN notify TEXT NOT NULL DEFAULT '';
ALTER TABLE deliveries ADD COLUMN original TEXT NOT NULL DEFAULT '';
