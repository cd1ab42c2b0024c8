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
