-- What the provider of a text said last of its way to the phone: '' | 'arrived' | 'failed'.

ALTER TABLE deliveries ADD COLUMN receipt TEXT NOT NULL DEFAULT '';
