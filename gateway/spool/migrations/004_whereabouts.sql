-- Where the submitter of a text said the person is; a text that waits is judged by it once more.

CREATE TABLE whereabouts (
    message     INTEGER PRIMARY KEY REFERENCES messages (id),
    zone        TEXT NOT NULL,
    postal_code TEXT NOT NULL
) STRICT;
