-- Up Migration

-- What arrives, by name: told in the editor, and suggested where an event is named. Noted behind ingest by upkeep/note-events.ts.
CREATE TABLE event_name (
  workspace   integer NOT NULL REFERENCES workspace,
  name        text NOT NULL,
  total       bigint NOT NULL,
  -- By when they were received.
  first_at    timestamptz NOT NULL,
  last_at     timestamptz NOT NULL,
  -- Where the newest few are: keys of `event`, side by side. What was erased or dropped is not found there any more.
  customers   bigint[] NOT NULL,
  numbers     bigint[] NOT NULL,
  received    timestamptz[] NOT NULL,
  PRIMARY KEY (workspace, name)
);

-- How many in each hour of the last days.
CREATE TABLE event_hour (
  workspace   integer NOT NULL REFERENCES workspace,
  name        text NOT NULL,
  hour        timestamptz NOT NULL,
  n           bigint NOT NULL,
  PRIMARY KEY (workspace, name, hour)
);
CREATE INDEX event_hour_hour ON event_hour (hour);

-- Up to when a workspace's events are noted.
CREATE TABLE event_noted (
  workspace   integer NOT NULL REFERENCES workspace,
  upto        timestamptz NOT NULL,
  PRIMARY KEY (workspace)
);
