-- Up Migration

-- What a key is called by in routes, and by people.
ALTER TABLE access_key ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE access_key ADD COLUMN name text NOT NULL DEFAULT '';
ALTER TABLE access_key ADD UNIQUE (workspace, id);

-- Came by a browser key without a user token, so that anybody may have made it up: goals do not count it.
ALTER TABLE event ADD COLUMN unsigned boolean NOT NULL DEFAULT false;
