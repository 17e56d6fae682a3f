-- Where a person said to be with a request: their clock decides when they are texted.

ALTER TABLE consents ADD COLUMN zone TEXT NOT NULL DEFAULT '';
ALTER TABLE consents ADD COLUMN postal_code TEXT NOT NULL DEFAULT '';
