-- Sets of release policy that were in force, and their files as written. Rows are only added, so that nothing older comes back.
CREATE TABLE policy_set (
    number           INTEGER PRIMARY KEY,
    digest           BLOB NOT NULL,
    activated_at_ms  INTEGER NOT NULL,
    log_index        INTEGER NOT NULL,
    author           TEXT NOT NULL,
    approver         TEXT NOT NULL,
    approval         BLOB NOT NULL,
    reconsidered_ms  INTEGER NOT NULL
) STRICT;

CREATE TABLE policy_file (
    policy_set INTEGER NOT NULL REFERENCES policy_set,
    name       TEXT NOT NULL,
    version    INTEGER NOT NULL,
    digest     TEXT NOT NULL,
    file       TEXT NOT NULL,
    text       TEXT NOT NULL,
    PRIMARY KEY (policy_set, name)
) STRICT, WITHOUT ROWID;

-- The newest version of each name.
CREATE INDEX policy_file_version ON policy_file (name, version, digest);
