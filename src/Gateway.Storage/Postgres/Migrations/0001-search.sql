-- The search index of one node, in a schema of its own. Everything here is made from the node's record and can be made again:
-- DROP SCHEMA gateway_search CASCADE, and the node fills it anew.
CREATE SCHEMA gateway_search;

CREATE TABLE gateway_search.state (
    one     boolean PRIMARY KEY CHECK (one),
    version integer NOT NULL,
    node    text NOT NULL,
    through bigint NOT NULL,
    untidy  boolean NOT NULL
);

CREATE TABLE gateway_search.class (
    number     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    originator text NOT NULL,
    marking    bytea NOT NULL
);

-- By its hash: a marking may be longer than an index has room for.
CREATE UNIQUE INDEX class_marking ON gateway_search.class (originator, sha256(marking));

-- One table a mode. Words come folded and separated; they are stored without positions, so a phrase is proposed by its words.
-- fastupdate would keep words in a list beside the index until somebody vacuums.
CREATE TABLE gateway_search.portion_actual (
    key          bigint PRIMARY KEY,
    class        bigint NOT NULL REFERENCES gateway_search.class,
    issued_at_ms bigint NOT NULL,
    words        tsvector NOT NULL,
    facets       text[] NOT NULL
);
CREATE INDEX portion_actual_words ON gateway_search.portion_actual USING gin (words) WITH (fastupdate = off);
CREATE INDEX portion_actual_facets ON gateway_search.portion_actual USING gin (facets) WITH (fastupdate = off);

CREATE TABLE gateway_search.portion_exercise (LIKE gateway_search.portion_actual INCLUDING ALL);
ALTER TABLE gateway_search.portion_exercise ADD FOREIGN KEY (class) REFERENCES gateway_search.class;

CREATE TABLE gateway_search.portion_test (LIKE gateway_search.portion_actual INCLUDING ALL);
ALTER TABLE gateway_search.portion_test ADD FOREIGN KEY (class) REFERENCES gateway_search.class;
