-- What the law asks for stops a person on both channels: found without a look at the whole list.

CREATE INDEX entries_of_law ON entries (id) WHERE lifted_at IS NULL AND reason IN ('legal', 'minor');

-- The address of a link without its dots, where that is another one.

ALTER TABLE links ADD COLUMN loose TEXT;

UPDATE links SET loose = replace(rtrim(substr(email, 1, instr(email, '@')), '@'), '.', '') || '@'
    || CASE substr(email, instr(email, '@') + 1)
       WHEN 'googlemail.com' THEN 'gmail.com' ELSE substr(email, instr(email, '@') + 1) END
WHERE email NOT LIKE '"%';
UPDATE links SET loose = NULL WHERE loose = email;

CREATE INDEX links_of_loose ON links (loose) WHERE ended_at IS NULL AND loose IS NOT NULL;
