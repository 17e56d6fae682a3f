-- Which route a text was first to leave by, where another one took its place; '' where none did.

ALTER TABLE deliveries ADD COLUMN diverted_from TEXT NOT NULL DEFAULT '';
