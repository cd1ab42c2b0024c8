-- The portions of decision records, which partners with the same decisions share: kilobytes once a product instead of once a partner.
-- decision.record holds the rest; a row without a reference holds its whole record, as before.
CREATE TABLE decision_portions (
    number   INTEGER PRIMARY KEY,
    product  INTEGER NOT NULL REFERENCES product,
    portions BLOB NOT NULL
) STRICT;

CREATE INDEX decision_portions_product ON decision_portions (product);

-- No foreign key: deleting portions would have to search all decisions for the number.
ALTER TABLE decision ADD COLUMN portions INTEGER;
