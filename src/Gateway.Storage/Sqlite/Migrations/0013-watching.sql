-- What the watch found and told: the row here, the bodies where its mode says.
CREATE TABLE watch (
    number       INTEGER PRIMARY KEY,
    mode         INTEGER NOT NULL CHECK (mode IN (1, 2, 3)),
    key          TEXT NOT NULL,
    rule         TEXT NOT NULL,
    state        INTEGER NOT NULL CHECK (state IN (1, 2)),
    kind         INTEGER NOT NULL,
    degree       INTEGER NOT NULL,
    revision     INTEGER NOT NULL,
    sight        INTEGER NOT NULL,
    step         INTEGER NOT NULL CHECK (step BETWEEN 1 AND 6),
    first_at_ms  INTEGER NOT NULL,
    changed_at_ms INTEGER NOT NULL,
    lineage      BLOB NOT NULL,
    product      BLOB NOT NULL,
    officer      TEXT NOT NULL,
    UNIQUE (mode, key)
) STRICT;

CREATE TABLE watch_actual (number INTEGER PRIMARY KEY REFERENCES watch, submission BLOB NOT NULL, chain BLOB NOT NULL) STRICT;
CREATE TABLE watch_exercise (number INTEGER PRIMARY KEY REFERENCES watch, submission BLOB NOT NULL, chain BLOB NOT NULL) STRICT;
CREATE TABLE watch_test (number INTEGER PRIMARY KEY REFERENCES watch, submission BLOB NOT NULL, chain BLOB NOT NULL) STRICT;
