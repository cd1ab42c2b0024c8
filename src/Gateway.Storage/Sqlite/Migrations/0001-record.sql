-- The durable record of one node. Rules that the shapes below follow:
--   * Rows are written once, at the end of their B-tree. Random keys are paid once per product (its id, its lineage, its submission),
--     never per statement or per recipient: everything else refers to partners, origins, lineages and products by small numbers.
--   * Columns that are searched stand before the wide ones, so a reader of the former never touches overflow pages.
--   * Logs, feeds and positions are shared by all modes; content lies in tables of its own for every mode.

-- Names -----------------------------------------------------------------------------------------------------------------------

CREATE TABLE partner (
    number INTEGER PRIMARY KEY,
    code   TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE origin (
    number INTEGER PRIMARY KEY,
    name   TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE lineage (
    number     INTEGER PRIMARY KEY,
    originator INTEGER NOT NULL REFERENCES partner,
    id         BLOB NOT NULL,
    UNIQUE (id, originator)
) STRICT;

-- A product that a statement names, held here or not. mode, ordinal, lineage and issued_at_ms are set when it arrives; ordinal counts
-- arrivals, so a product named before it arrived cannot slip in behind the cursor of a pull.
CREATE TABLE product (
    number       INTEGER PRIMARY KEY,
    id           BLOB NOT NULL UNIQUE,
    mode         INTEGER CHECK (mode IN (1, 2, 3)),
    ordinal      INTEGER,
    lineage      INTEGER REFERENCES lineage,
    issued_at_ms INTEGER
) STRICT;

-- Newest edition of a lineage. Lineage numbers grow, so a first edition lands at the end.
CREATE INDEX product_lineage ON product (lineage, issued_at_ms, ordinal) WHERE lineage IS NOT NULL;

-- Logs ------------------------------------------------------------------------------------------------------------------------
-- One table a log: with (log, idx) as key the release log would grow in the middle of the tree and leave pages half full.
-- subject and product carry no foreign key: this is the hottest insert, and the numbers come from the same transaction.

CREATE TABLE release_log (
    idx       INTEGER PRIMARY KEY,
    kind      INTEGER NOT NULL,
    at_ms     INTEGER NOT NULL,
    subject   INTEGER,
    product   INTEGER,
    statement BLOB NOT NULL
) STRICT;

-- What a search asks for, 20 bytes a row in the order of the log: grows at its end, is scanned without touching a statement.
-- An index led by subject or kind would answer faster and dirty one page per partner in every commit of a fan-out.
CREATE INDEX release_log_facts ON release_log (idx, kind, at_ms, subject, product);

-- Statements of one product. Most concern the newest products, so this grows close to its end.
CREATE INDEX release_log_product ON release_log (product, idx) WHERE product IS NOT NULL;

CREATE TABLE internal_log (
    idx       INTEGER PRIMARY KEY,
    kind      INTEGER NOT NULL,
    at_ms     INTEGER NOT NULL,
    subject   INTEGER,
    product   INTEGER,
    statement BLOB NOT NULL
) STRICT;

CREATE INDEX internal_log_facts ON internal_log (idx, kind, at_ms, subject, product);
CREATE INDEX internal_log_product ON internal_log (product, idx) WHERE product IS NOT NULL;

CREATE TABLE head (
    log  INTEGER PRIMARY KEY CHECK (log IN (1, 2)),
    size INTEGER NOT NULL,
    note BLOB NOT NULL
) STRICT;

-- Feeds and decisions ---------------------------------------------------------------------------------------------------------

-- A feed row and its release are one row. One growing end for every partner and lane.
CREATE TABLE feed (
    partner   INTEGER NOT NULL REFERENCES partner,
    lane      INTEGER NOT NULL,
    seq       INTEGER NOT NULL,
    log_index INTEGER NOT NULL,
    product   INTEGER NOT NULL REFERENCES product,
    withdrawn INTEGER NOT NULL DEFAULT -1,
    opened    BLOB NOT NULL,
    seed      BLOB NOT NULL,
    terms     BLOB NOT NULL,
    PRIMARY KEY (partner, lane, seq)
) STRICT, WITHOUT ROWID;

-- Not unique: one NOTICE stands in the feeds of several partners.
CREATE INDEX feed_log_index ON feed (log_index);

-- Decision records are kilobytes: a rowid table holds them without an overflow page each.
CREATE TABLE decision (
    number    INTEGER PRIMARY KEY,
    product   INTEGER NOT NULL REFERENCES product,
    partner   INTEGER NOT NULL REFERENCES partner,
    log       INTEGER NOT NULL,
    log_index INTEGER NOT NULL,
    salt      BLOB NOT NULL,
    record    BLOB NOT NULL,
    UNIQUE (product, partner)
) STRICT;

-- Text keys in random order are the client's choice; once per submission.
CREATE TABLE submission (
    caller        TEXT NOT NULL,
    submission_id TEXT NOT NULL,
    product       INTEGER NOT NULL REFERENCES product,
    body_digest   BLOB NOT NULL,
    PRIMARY KEY (caller, submission_id)
) STRICT, WITHOUT ROWID;

-- A RECEIPT acknowledges many releases and is stored once.
CREATE TABLE receipt_statement (
    number        INTEGER PRIMARY KEY,
    partner       INTEGER NOT NULL REFERENCES partner,
    receipt_index INTEGER NOT NULL,
    statement     BLOB NOT NULL
) STRICT;

CREATE INDEX receipt_statement_place ON receipt_statement (partner, receipt_index);

-- product is the one that the release concerns; 0 where it concerns none.
CREATE TABLE receipt (
    product       INTEGER NOT NULL,
    partner       INTEGER NOT NULL REFERENCES partner,
    release_index INTEGER NOT NULL,
    statement     INTEGER NOT NULL REFERENCES receipt_statement,
    at_ms         INTEGER NOT NULL,
    PRIMARY KEY (product, partner, release_index)
) STRICT, WITHOUT ROWID;

-- Received --------------------------------------------------------------------------------------------------------------------

CREATE TABLE received (
    number        INTEGER PRIMARY KEY,
    releaser      INTEGER NOT NULL REFERENCES partner,
    lane          INTEGER NOT NULL,
    seq           INTEGER NOT NULL,
    product       INTEGER NOT NULL REFERENCES product,
    origin        INTEGER NOT NULL REFERENCES origin,
    release_index INTEGER NOT NULL,
    release_leaf  BLOB NOT NULL,
    receipt_index INTEGER NOT NULL,
    at_ms         INTEGER NOT NULL,
    acknowledged  INTEGER NOT NULL DEFAULT 0,
    UNIQUE (releaser, lane, seq),
    UNIQUE (origin, release_index)
) STRICT;

CREATE INDEX received_product ON received (product, at_ms);

-- Holds only what waits for its confirmation, so it stays small.
CREATE INDEX received_unacknowledged ON received (releaser, lane, seq) WHERE acknowledged = 0;

CREATE TABLE received_withdrawn (
    number    INTEGER PRIMARY KEY,
    releaser  INTEGER NOT NULL REFERENCES partner,
    lane      INTEGER NOT NULL,
    seq       INTEGER NOT NULL,
    statement BLOB NOT NULL,
    UNIQUE (releaser, lane, seq)
) STRICT;

CREATE TABLE held_head (
    origin INTEGER PRIMARY KEY REFERENCES origin,
    size   INTEGER NOT NULL,
    root   BLOB NOT NULL,
    note   BLOB NOT NULL
) STRICT;

-- Content, one set of tables a mode -------------------------------------------------------------------------------------------
-- portion.key = ordinal << 16 | commitment index: one integer key keeps bodies up to 4,061 bytes on their leaf page, where a
-- WITHOUT ROWID table would give every body over 1,002 bytes an overflow page.
-- package.number = received.number.

CREATE TABLE catalog_actual (
    ordinal       INTEGER PRIMARY KEY,
    product       INTEGER NOT NULL REFERENCES product,
    received_from INTEGER REFERENCES partner,
    schema        TEXT NOT NULL
) STRICT;
CREATE TABLE manifest_actual (ordinal INTEGER PRIMARY KEY REFERENCES catalog_actual, manifest BLOB NOT NULL) STRICT;
CREATE TABLE portion_actual (key INTEGER PRIMARY KEY, salt BLOB NOT NULL, body BLOB NOT NULL) STRICT;
CREATE TABLE package_actual (number INTEGER PRIMARY KEY REFERENCES received, package BLOB NOT NULL) STRICT;

CREATE TABLE catalog_exercise (
    ordinal       INTEGER PRIMARY KEY,
    product       INTEGER NOT NULL REFERENCES product,
    received_from INTEGER REFERENCES partner,
    schema        TEXT NOT NULL
) STRICT;
CREATE TABLE manifest_exercise (ordinal INTEGER PRIMARY KEY REFERENCES catalog_exercise, manifest BLOB NOT NULL) STRICT;
CREATE TABLE portion_exercise (key INTEGER PRIMARY KEY, salt BLOB NOT NULL, body BLOB NOT NULL) STRICT;
CREATE TABLE package_exercise (number INTEGER PRIMARY KEY REFERENCES received, package BLOB NOT NULL) STRICT;

CREATE TABLE catalog_test (
    ordinal       INTEGER PRIMARY KEY,
    product       INTEGER NOT NULL REFERENCES product,
    received_from INTEGER REFERENCES partner,
    schema        TEXT NOT NULL
) STRICT;
CREATE TABLE manifest_test (ordinal INTEGER PRIMARY KEY REFERENCES catalog_test, manifest BLOB NOT NULL) STRICT;
CREATE TABLE portion_test (key INTEGER PRIMARY KEY, salt BLOB NOT NULL, body BLOB NOT NULL) STRICT;
CREATE TABLE package_test (number INTEGER PRIMARY KEY REFERENCES received, package BLOB NOT NULL) STRICT;
