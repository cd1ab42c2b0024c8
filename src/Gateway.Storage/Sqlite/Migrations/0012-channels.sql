-- Occasions to call people. product: 32 bytes, empty of a trial; partner: empty unless one was not reached. reference: empty until spread.
CREATE TABLE summons (
    number    INTEGER PRIMARY KEY,
    kind      INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 6),
    product   BLOB NOT NULL,
    mode      INTEGER NOT NULL CHECK (mode IN (1, 2, 3)),
    partner   TEXT NOT NULL,
    round     INTEGER NOT NULL,
    at_ms     INTEGER NOT NULL,
    reference TEXT NOT NULL,
    UNIQUE (kind, product, partner, round)
) STRICT;

CREATE INDEX summons_unspread ON summons (number) WHERE reference = '';
CREATE UNIQUE INDEX summons_reference ON summons (reference) WHERE reference <> '';

-- What became of each on every channel that was configured when it was spread.
CREATE TABLE summons_delivery (
    channel     TEXT NOT NULL,
    summons     INTEGER NOT NULL REFERENCES summons,
    state       INTEGER NOT NULL CHECK (state IN (1, 2, 3)),
    attempts    INTEGER NOT NULL,
    waited_ms   INTEGER NOT NULL,
    pause_ms    INTEGER NOT NULL,
    next_at_ms  INTEGER NOT NULL,
    ended_at_ms INTEGER NOT NULL,
    PRIMARY KEY (channel, summons)
) STRICT, WITHOUT ROWID;

CREATE INDEX summons_delivery_state ON summons_delivery (channel, state, attempts, summons);
