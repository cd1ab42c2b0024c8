-- What a search looks words up in. Everything here is made from content and can be made again.

-- A product came, grew or was erased: one small row in the transaction that did it. Every index says how far it has read.
CREATE TABLE search_change (
    seq     INTEGER PRIMARY KEY AUTOINCREMENT,
    mode    INTEGER NOT NULL CHECK (mode IN (1, 2, 3)),
    ordinal INTEGER NOT NULL,
    erased  INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What was erased while its words were read must not come back.
CREATE INDEX search_change_erased ON search_change (ordinal, seq) WHERE erased = 1;

INSERT INTO search_change (mode, ordinal) SELECT mode, ordinal FROM product WHERE ordinal IS NOT NULL ORDER BY ordinal;

CREATE TABLE search_through (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL) STRICT;

-- Modes whose index may still spell words of something erased, in the beginnings of words that its directory holds.
CREATE TABLE search_untidy (mode INTEGER PRIMARY KEY CHECK (mode IN (1, 2, 3))) STRICT;

-- Portions that the same readers see. marking: inside a message of its own.
CREATE TABLE search_class (
    number     INTEGER PRIMARY KEY,
    originator TEXT NOT NULL,
    marking    BLOB NOT NULL,
    UNIQUE (originator, marking)
) STRICT;

-- key = ordinal << 16 | commitment index, as in portion. The words come folded and separated: the plain tokenizer leaves them as they are.
-- columnsize=0: nothing is ranked by how often the rest of the index has a word. secure-delete: what is removed is gone from its page.
CREATE TABLE search_row_actual (key INTEGER PRIMARY KEY, class INTEGER NOT NULL, issued_at_ms INTEGER NOT NULL) STRICT;
CREATE VIRTUAL TABLE search_words_actual USING fts5(words, facets, tokenize = "ascii tokenchars '_'", columnsize = 0);
CREATE VIRTUAL TABLE search_terms_actual USING fts5vocab(search_words_actual, row);
INSERT INTO search_words_actual (search_words_actual, rank) VALUES ('secure-delete', 1);

CREATE TABLE search_row_exercise (key INTEGER PRIMARY KEY, class INTEGER NOT NULL, issued_at_ms INTEGER NOT NULL) STRICT;
CREATE VIRTUAL TABLE search_words_exercise USING fts5(words, facets, tokenize = "ascii tokenchars '_'", columnsize = 0);
CREATE VIRTUAL TABLE search_terms_exercise USING fts5vocab(search_words_exercise, row);
INSERT INTO search_words_exercise (search_words_exercise, rank) VALUES ('secure-delete', 1);

CREATE TABLE search_row_test (key INTEGER PRIMARY KEY, class INTEGER NOT NULL, issued_at_ms INTEGER NOT NULL) STRICT;
CREATE VIRTUAL TABLE search_words_test USING fts5(words, facets, tokenize = "ascii tokenchars '_'", columnsize = 0);
CREATE VIRTUAL TABLE search_terms_test USING fts5vocab(search_words_test, row);
INSERT INTO search_words_test (search_words_test, rank) VALUES ('secure-delete', 1);
