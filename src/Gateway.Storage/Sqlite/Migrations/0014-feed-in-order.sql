-- Feed rows at the end of one B-tree, in the order in which they are written. Under the key (partner, lane, seq) each of them landed in the
-- middle, in a page of its own for every partner, and a release to thirty partners dirtied thirty pages. A narrow index leads to a place: led by
-- the sequence, for partners that get the same products stand side by side in it. Lanes have no gaps, so a place is always asked for by its number.
-- partner and product carry no foreign key: this is the hottest insert, and the numbers come from the same transaction.
CREATE TABLE feed_in_order (
    number    INTEGER PRIMARY KEY,
    partner   INTEGER NOT NULL,
    lane      INTEGER NOT NULL,
    seq       INTEGER NOT NULL,
    log_index INTEGER NOT NULL,
    product   INTEGER NOT NULL,
    withdrawn INTEGER NOT NULL DEFAULT -1,
    source    INTEGER REFERENCES received,
    opened    BLOB NOT NULL,
    seed      BLOB NOT NULL,
    terms     BLOB NOT NULL
) STRICT;

INSERT INTO feed_in_order (partner, lane, seq, log_index, product, withdrawn, source, opened, seed, terms)
SELECT partner, lane, seq, log_index, product, withdrawn, source, opened, seed, terms FROM feed ORDER BY log_index, partner;

DROP TABLE feed;
ALTER TABLE feed_in_order RENAME TO feed;

CREATE UNIQUE INDEX feed_place ON feed (lane, seq, partner);
CREATE INDEX feed_log_index ON feed (log_index, partner);
