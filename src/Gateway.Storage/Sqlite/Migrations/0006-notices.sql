-- Notices, who is told, and who answered. Few rows: what is hot asks only whether a product has any.

CREATE TABLE notice (
    number        INTEGER PRIMARY KEY,
    product       INTEGER NOT NULL REFERENCES product,
    originator    INTEGER NOT NULL REFERENCES partner,
    chain         INTEGER NOT NULL,
    action        INTEGER NOT NULL,
    takes_back    INTEGER NOT NULL,
    direct        INTEGER NOT NULL,
    log_index     INTEGER NOT NULL,
    at_ms         INTEGER NOT NULL,
    stored_at_ms  INTEGER NOT NULL,
    receipt_index INTEGER NOT NULL,
    replaced_by   BLOB NOT NULL,
    leaf          BLOB NOT NULL UNIQUE,
    issuer        TEXT NOT NULL,
    statement     BLOB NOT NULL,
    path          BLOB NOT NULL,
    note          BLOB NOT NULL,
    UNIQUE (product, originator, chain)
) STRICT;

-- position -1: the note to holders.
CREATE TABLE notice_opening (
    notice   INTEGER NOT NULL REFERENCES notice,
    position INTEGER NOT NULL,
    salt     BLOB NOT NULL,
    body     BLOB NOT NULL,
    PRIMARY KEY (notice, position)
) STRICT, WITHOUT ROWID;

-- The lane of notices of every partner's feed.
CREATE TABLE notice_feed (
    partner INTEGER NOT NULL REFERENCES partner,
    seq     INTEGER NOT NULL,
    notice  INTEGER NOT NULL REFERENCES notice,
    PRIMARY KEY (partner, seq)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX notice_feed_notice ON notice_feed (notice, partner);

-- Places of releasers' lanes of notices. One notice may come by several ways.
CREATE TABLE received_notice (
    releaser INTEGER NOT NULL REFERENCES partner,
    seq      INTEGER NOT NULL,
    notice   INTEGER NOT NULL REFERENCES notice,
    PRIMARY KEY (releaser, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE notice_receipt_due (
    partner      INTEGER NOT NULL REFERENCES partner,
    notice       INTEGER NOT NULL REFERENCES notice,
    acknowledged INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (partner, notice)
) STRICT, WITHOUT ROWID;

CREATE INDEX notice_receipt_waiting ON notice_receipt_due (partner, notice) WHERE acknowledged = 0;

-- Receipts of holders further on.
CREATE TABLE relayed_receipt (
    number        INTEGER PRIMARY KEY,
    product       INTEGER NOT NULL REFERENCES product,
    holder        INTEGER NOT NULL REFERENCES partner,
    via           INTEGER NOT NULL REFERENCES partner,
    relay_to      INTEGER REFERENCES partner,
    relayed       INTEGER NOT NULL DEFAULT 0,
    receipt_index INTEGER NOT NULL,
    at_ms         INTEGER NOT NULL,
    subject_leaf  BLOB NOT NULL,
    subject       BLOB NOT NULL,
    statement     BLOB NOT NULL,
    path          BLOB NOT NULL,
    note          BLOB NOT NULL,
    UNIQUE (product, holder, subject_leaf)
) STRICT;

CREATE INDEX relayed_receipt_waiting ON relayed_receipt (relay_to, number) WHERE relayed = 0;

-- How current things are.
CREATE TABLE caught_up (
    partner INTEGER PRIMARY KEY REFERENCES partner,
    at_ms   INTEGER NOT NULL
) STRICT;

CREATE TABLE confirmation (
    product    INTEGER PRIMARY KEY REFERENCES product,
    originator INTEGER NOT NULL REFERENCES partner,
    at_ms      INTEGER NOT NULL,
    due        INTEGER NOT NULL
) STRICT;

CREATE INDEX confirmation_age ON confirmation (originator, at_ms);

-- Who may know that an erased product was here: markings of what was held, each inside a message of its own.
CREATE TABLE stub (
    product INTEGER NOT NULL REFERENCES product,
    seq     INTEGER NOT NULL,
    marking BLOB NOT NULL,
    PRIMARY KEY (product, seq)
) STRICT, WITHOUT ROWID;
