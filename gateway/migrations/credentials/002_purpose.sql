-- What texts that come with a key are for, where they do not say so themselves.

ALTER TABLE keys ADD COLUMN purpose TEXT NOT NULL DEFAULT '';
