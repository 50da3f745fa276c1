-- Up Migration

-- Who was erased is not in here, but that somebody was, when and by whom. Until it is done it says what is still to be found.
CREATE TABLE erasure (
  workspace   integer NOT NULL REFERENCES workspace,
  id          uuid NOT NULL DEFAULT gen_random_uuid(),
  asked_at    timestamptz NOT NULL DEFAULT now(),
  asked_by    text NOT NULL,
  -- Her rows, and what she is known by: emptied as soon as they are gone.
  customers   bigint[] NOT NULL,
  names       text[] NOT NULL,
  -- Message-IDs of what was under way, and may reach the local outbox a moment later: hashes.
  sending     text[] NOT NULL DEFAULT '{}',
  done_at     timestamptz,
  PRIMARY KEY (workspace, id)
);
CREATE INDEX erasure_open ON erasure (asked_at) WHERE done_at IS NULL;

CREATE INDEX customer_claimed_by ON customer (claimed_by, workspace) WHERE claimed_by IS NOT NULL;

-- Watches go with their enrollment by statements of their own: this would look for them among everybody's.
ALTER TABLE watch DROP CONSTRAINT watch_workspace_enrollment_fkey;
