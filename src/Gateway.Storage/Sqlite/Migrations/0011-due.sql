-- Own products that are decided again at an instant: an embargo ends, or a clock that ran behind has caught up.
CREATE TABLE due (
    product INTEGER PRIMARY KEY REFERENCES product,
    at_ms   INTEGER NOT NULL
) STRICT;

CREATE INDEX due_at ON due (at_ms);

-- Roster and agreements under which every product was decided again. Empty: not yet, which fills the table above.
ALTER TABLE policy_set ADD COLUMN reconsidered_with BLOB NOT NULL DEFAULT x'';
