-- Up Migration

-- What operators say to each other at a step. It outlives the step, which may come back.
CREATE TABLE comment_thread (
  workspace   integer NOT NULL,
  journey     uuid NOT NULL,
  id          uuid NOT NULL,
  node        text NOT NULL,
  resolved_at timestamptz,
  resolved_by text,
  -- Of anything in the thread: tells who follows that there is news.
  changed_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (workspace, journey, id),
  FOREIGN KEY (workspace, journey) REFERENCES journey ON DELETE CASCADE
);

CREATE TABLE comment (
  workspace   integer NOT NULL,
  journey     uuid NOT NULL,
  thread      uuid NOT NULL,
  id          uuid NOT NULL,
  -- The operator, none for an API key; the name is what she was called then.
  author      uuid,
  author_name text NOT NULL,
  text        text NOT NULL,
  mentions    uuid[] NOT NULL DEFAULT '{}',
  at          timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace, journey, thread, id),
  FOREIGN KEY (workspace, journey, thread) REFERENCES comment_thread ON DELETE CASCADE
);

-- Who looks at a journey, by page; over half a minute after the last word of it. Nothing that a crash may not lose.
CREATE UNLOGGED TABLE presence (
  workspace   integer NOT NULL,
  journey     uuid NOT NULL,
  page        uuid NOT NULL,
  operator    uuid NOT NULL,
  node        text,
  seen_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace, journey, page),
  FOREIGN KEY (workspace, journey) REFERENCES journey ON DELETE CASCADE
);
