-- For people: what waits for a release officer, and drafts.

-- Who submitted, by key as well as by name: nobody approves what they submitted under another name.
ALTER TABLE submission ADD COLUMN certificate TEXT NOT NULL DEFAULT '';
CREATE INDEX submission_product ON submission (product);

-- One row for each product and partner of which something waited. approved, rejected: commitment indexes, two bytes each, ascending.
CREATE TABLE hold (
    number        INTEGER PRIMARY KEY,
    product       INTEGER NOT NULL REFERENCES product,
    partner       INTEGER NOT NULL REFERENCES partner,
    state         INTEGER NOT NULL CHECK (state IN (1, 2, 3)),
    held_at_ms    INTEGER NOT NULL,
    held_log      INTEGER NOT NULL,
    held_index    INTEGER NOT NULL,
    decided_at_ms INTEGER NOT NULL,
    approval      INTEGER NOT NULL,
    officer       TEXT NOT NULL,
    reason        TEXT NOT NULL,
    reason_salt   BLOB NOT NULL,
    approved      BLOB NOT NULL,
    rejected      BLOB NOT NULL,
    UNIQUE (product, partner)
) STRICT;

CREATE INDEX hold_state ON hold (state, number);

-- What waited already: 66 is a HOLD.
INSERT INTO hold (product, partner, state, held_at_ms, held_log, held_index, decided_at_ms, approval, officer, reason, reason_salt, approved, rejected)
SELECT d.product, d.partner, 1, l.at_ms, d.log, d.log_index, 0, -1, '', '', x'', x'', x''
FROM decision d JOIN internal_log l ON l.idx = d.log_index
WHERE d.log = 2 AND l.kind = 66 ORDER BY d.log_index;

-- Drafts: the row here, the body where its mode says.
CREATE TABLE draft (
    number      INTEGER PRIMARY KEY,
    owner       TEXT NOT NULL,
    draft_id    TEXT NOT NULL,
    version     INTEGER NOT NULL,
    mode        INTEGER NOT NULL CHECK (mode IN (1, 2, 3)),
    saved_at_ms INTEGER NOT NULL,
    size_class  INTEGER NOT NULL,
    lineage     BLOB NOT NULL,
    UNIQUE (owner, draft_id)
) STRICT;

CREATE TABLE draft_actual (number INTEGER PRIMARY KEY REFERENCES draft, body BLOB NOT NULL) STRICT;
CREATE TABLE draft_exercise (number INTEGER PRIMARY KEY REFERENCES draft, body BLOB NOT NULL) STRICT;
CREATE TABLE draft_test (number INTEGER PRIMARY KEY REFERENCES draft, body BLOB NOT NULL) STRICT;
