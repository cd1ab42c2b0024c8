-- Where a partner stands that is reached by files: taken from its last file, and what our own files told it. heads: sizes of our release
-- log that files for it ended with, ascending, eight bytes each.
CREATE TABLE courier (
    partner          INTEGER PRIMARY KEY REFERENCES partner,
    held             INTEGER NOT NULL,
    warnings         INTEGER NOT NULL,
    notices          INTEGER NOT NULL,
    products         INTEGER NOT NULL,
    receipts_through INTEGER NOT NULL,
    heads            BLOB NOT NULL
) STRICT;
