-- What people texted us: what it asks for, and never its words but those that ask for it.

CREATE TABLE texts (
    id INTEGER PRIMARY KEY,
    person TEXT NOT NULL,
    ours TEXT NOT NULL,                 -- the number they texted
    source TEXT NOT NULL,               -- what brought it: a route, an application
    reference TEXT NOT NULL,            -- its id there; '' where it has none
    asked TEXT NOT NULL,                -- 'stop' | 'wrong_number' | 'start' | 'help' | 'doubt' | 'nothing'
    grade TEXT NOT NULL,
    matched TEXT NOT NULL,
    digest TEXT NOT NULL,               -- keyed hash of what was written
    received_at REAL NOT NULL,
    taken_at REAL NOT NULL,
    helped_at REAL                      -- when it was answered as HELP
) STRICT;

CREATE UNIQUE INDEX texts_of_reference ON texts (source, reference) WHERE reference <> '';
CREATE INDEX texts_of_person ON texts (person, helped_at);
