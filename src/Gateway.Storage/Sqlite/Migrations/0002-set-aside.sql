-- Places of a releaser's lane whose release was refused for good: proved to be logged, never shown, kept for people to look into.
CREATE TABLE received_set_aside (
    number        INTEGER PRIMARY KEY,
    releaser      INTEGER NOT NULL REFERENCES partner,
    lane          INTEGER NOT NULL,
    seq           INTEGER NOT NULL,
    release_index INTEGER NOT NULL,
    at_ms         INTEGER NOT NULL,
    fault         TEXT NOT NULL,
    package       BLOB NOT NULL,
    UNIQUE (releaser, lane, seq)
) STRICT;
