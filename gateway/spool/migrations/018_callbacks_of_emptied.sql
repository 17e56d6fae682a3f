-- From when on it may be forgotten who is told of a text, once they are; NULL while its words are kept.

ALTER TABLE callbacks ADD COLUMN forget_at REAL;

CREATE INDEX callbacks_forgotten ON callbacks (forget_at) WHERE forget_at IS NOT NULL;
