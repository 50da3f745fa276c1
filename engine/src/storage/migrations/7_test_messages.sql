-- Up Migration

-- What operators sent as a test: no journey's touch, and nobody's visit. Kept for 30 days.
CREATE TABLE test_message (
  workspace   integer NOT NULL REFERENCES workspace,
  id          uuid NOT NULL,
  at          timestamptz NOT NULL DEFAULT now(),
  -- Who sent it.
  by          text NOT NULL,
  -- The draft that it was written in, and its node: either may be gone by now.
  journey     uuid,
  node        text NOT NULL,
  -- Whose values are in it; absent where nobody's are. Erased with her.
  customer    bigint,
  channel     text NOT NULL,
  recipient   text NOT NULL,
  state       text NOT NULL CHECK (state IN ('sending', 'delivered', 'failed', 'in-doubt')),
  reason      text,
  content     jsonb NOT NULL,
  PRIMARY KEY (workspace, id)
);
CREATE INDEX test_message_recent ON test_message (workspace, at DESC, id DESC);
