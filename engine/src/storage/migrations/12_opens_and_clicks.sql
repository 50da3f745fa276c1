-- Up Migration

-- When a message was first opened, and when a link in it was first followed, as far as its channel tells. Set once.
ALTER TABLE touch ADD COLUMN opened_at timestamptz;
ALTER TABLE touch ADD COLUMN clicked_at timestamptz;

-- Whether e-mails tell when they are opened and their links followed.
ALTER TABLE workspace ADD COLUMN track_opens_and_clicks boolean NOT NULL DEFAULT true;
