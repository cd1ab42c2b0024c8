-- The received release that a release hands on; NULL where the product was sealed here.
ALTER TABLE feed ADD COLUMN source INTEGER REFERENCES received;

-- Grants of own publications: seed and pairs, from which the tree is made again. Deleting a row ends what can be proved of it.
CREATE TABLE grant_tree (
    number  INTEGER PRIMARY KEY,
    product INTEGER NOT NULL REFERENCES product,
    root    BLOB NOT NULL,
    seed    BLOB NOT NULL,
    pairs   BLOB NOT NULL
) STRICT;

CREATE INDEX grant_tree_product ON grant_tree (product);

-- ONWARD_GRANTs of owners that this node may hand on by.
CREATE TABLE consent (
    number     INTEGER PRIMARY KEY,
    product    INTEGER NOT NULL REFERENCES product,
    leaf       BLOB NOT NULL,
    proof      BLOB NOT NULL,
    checkpoint BLOB NOT NULL,
    UNIQUE (product, leaf)
) STRICT;

-- Requests of holders to this node, an owner, to let portions go on. indexes: as in feed.opened.
CREATE TABLE grant_request (
    number    INTEGER PRIMARY KEY,
    product   INTEGER NOT NULL REFERENCES product,
    holder    INTEGER NOT NULL REFERENCES partner,
    recipient INTEGER NOT NULL REFERENCES partner,
    at_ms     INTEGER NOT NULL,
    state     INTEGER NOT NULL CHECK (state IN (1, 2, 3)),
    log_index INTEGER NOT NULL,
    indexes   BLOB NOT NULL,
    reason    TEXT NOT NULL
) STRICT;

CREATE INDEX grant_request_product ON grant_request (product, holder);
CREATE INDEX grant_request_state ON grant_request (state, number);
