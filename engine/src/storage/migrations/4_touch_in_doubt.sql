-- Up Migration

-- One of its attempts may have arrived, though nobody said so: for ever, whatever came of those after it.
ALTER TABLE touch ADD COLUMN in_doubt boolean NOT NULL DEFAULT false;
