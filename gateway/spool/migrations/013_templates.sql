-- Texts that a person approved once, with marks where they vary.

CREATE TABLE templates (
    id                INTEGER PRIMARY KEY,
    text              TEXT    NOT NULL,
    identity          TEXT    NOT NULL,
    purpose           TEXT    NOT NULL,
    message           INTEGER NOT NULL,           -- what it was made of
    because           TEXT    NOT NULL,
    approved_by       TEXT    NOT NULL,
    approved_at       REAL    NOT NULL,
    withdrawn_because TEXT    NOT NULL DEFAULT '',
    withdrawn_by      TEXT    NOT NULL DEFAULT '',
    withdrawn_at      REAL
) STRICT;

CREATE INDEX templates_in_force ON templates (identity, purpose) WHERE withdrawn_at IS NULL;
