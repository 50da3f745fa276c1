-- Up Migration

-- Goes up with every customer erased: who remembers rows of customers forgets them. Ingest reads it in every transaction.
ALTER TABLE workspace ADD COLUMN erasures bigint NOT NULL DEFAULT 0;
