-- Who answered for which warning, and what happened to it. Few rows: warnings are rare, and answers fewer.

-- This node's own answers, one for each partner that sent the warning.
CREATE TABLE acknowledgement (
    product       INTEGER NOT NULL REFERENCES product,
    releaser      INTEGER NOT NULL REFERENCES partner,
    response      INTEGER NOT NULL,
    release_index INTEGER NOT NULL,
    log_index     INTEGER NOT NULL,
    at_ms         INTEGER NOT NULL,
    caller        TEXT NOT NULL,
    handed_over   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (product, releaser, response)
) STRICT, WITHOUT ROWID;

CREATE INDEX acknowledgement_waiting ON acknowledgement (releaser, log_index) WHERE handed_over = 0;

-- Partners' answers, each with its proof.
CREATE TABLE warning_response (
    number       INTEGER PRIMARY KEY,
    product      INTEGER NOT NULL REFERENCES product,
    holder       INTEGER NOT NULL REFERENCES partner,
    via          INTEGER NOT NULL REFERENCES partner,
    response     INTEGER NOT NULL,
    relay_to     INTEGER REFERENCES partner,
    relayed      INTEGER NOT NULL DEFAULT 0,
    log_index    INTEGER NOT NULL,
    at_ms        INTEGER NOT NULL,
    stored_at_ms INTEGER NOT NULL,
    subject      BLOB NOT NULL,
    statement    BLOB NOT NULL,
    path         BLOB NOT NULL,
    note         BLOB NOT NULL,
    UNIQUE (product, holder, response)
) STRICT;

CREATE INDEX warning_response_waiting ON warning_response (relay_to, number) WHERE relayed = 0;

-- response 0: none. What happened once is not recorded twice.
CREATE TABLE warning_event (
    number   INTEGER PRIMARY KEY,
    product  INTEGER NOT NULL REFERENCES product,
    kind     INTEGER NOT NULL,
    partner  INTEGER NOT NULL REFERENCES partner,
    response INTEGER NOT NULL,
    at_ms    INTEGER NOT NULL,
    UNIQUE (product, kind, partner, response)
) STRICT;
