-- The newest head of each log that this node cosigned. It is written before the answer is given.
CREATE TABLE witnessed_head (
    origin INTEGER PRIMARY KEY REFERENCES origin,
    size   INTEGER NOT NULL,
    root   BLOB NOT NULL,
    note   BLOB NOT NULL,
    at_ms  INTEGER NOT NULL
) STRICT;

-- Who cosigned our release log last, at which size.
CREATE TABLE cosignature (
    partner     INTEGER PRIMARY KEY REFERENCES partner,
    size        INTEGER NOT NULL,
    cosigned_at INTEGER NOT NULL,
    note        BLOB NOT NULL
) STRICT;

-- The newest head of our release log that had its quorum: one row.
CREATE TABLE cosigned_head (
    log  INTEGER PRIMARY KEY,
    size INTEGER NOT NULL,
    note BLOB NOT NULL
) STRICT;

-- Two heads of one log that do not go together: evidence, never changed.
CREATE TABLE contradiction (
    number       INTEGER PRIMARY KEY,
    origin       INTEGER NOT NULL REFERENCES origin,
    kind         INTEGER NOT NULL CHECK (kind IN (1, 2)),
    first_size   INTEGER NOT NULL,
    first_root   BLOB NOT NULL,
    first_note   BLOB NOT NULL,
    first_place  TEXT NOT NULL,
    second_size  INTEGER NOT NULL,
    second_root  BLOB NOT NULL,
    second_note  BLOB NOT NULL,
    second_place TEXT NOT NULL,
    at_ms        INTEGER NOT NULL,
    UNIQUE (origin, kind, first_size, first_root, second_size, second_root)
) STRICT;
