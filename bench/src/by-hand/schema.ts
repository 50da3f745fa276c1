/**
 * What the hand-written journey keeps: the same rows as Wend for the same work (an enrollment, a visit a node, a touch, appended
 * counts), in tables of its own with the columns and indexes that this one journey needs.
 */
export const schema = `
CREATE SCHEMA by_hand;

CREATE TABLE by_hand.enrollment (
  id          uuid PRIMARY KEY,
  workspace   integer NOT NULL,
  customer    bigint NOT NULL,
  journey     text NOT NULL,
  state       text NOT NULL CHECK (state IN ('waiting', 'delivering', 'ended')),
  reason      text,
  node        text NOT NULL,
  entry       jsonb NOT NULL,
  due_at      timestamptz NOT NULL,
  entered_at  timestamptz NOT NULL DEFAULT now(),
  ended_at    timestamptz,
  FOREIGN KEY (workspace, customer) REFERENCES public.customer
) WITH (fillfactor = 80);
CREATE UNIQUE INDEX ON by_hand.enrollment (customer, journey);
CREATE INDEX ON by_hand.enrollment (journey, node) WHERE state <> 'ended';
CREATE INDEX ON by_hand.enrollment (due_at) WHERE state <> 'ended';

CREATE TABLE by_hand.visit (
  enrollment  uuid NOT NULL,
  nth         integer NOT NULL,
  journey     text NOT NULL,
  customer    bigint NOT NULL,
  node        text NOT NULL,
  outlet      text,
  state       text NOT NULL,
  arrived_at  timestamptz NOT NULL,
  left_at     timestamptz NOT NULL,
  seen        jsonb,
  PRIMARY KEY (enrollment, nth)
);
CREATE INDEX ON by_hand.visit (journey, node, outlet);

CREATE TABLE by_hand.touch (
  enrollment  uuid NOT NULL REFERENCES by_hand.enrollment,
  visit       integer NOT NULL,
  customer    bigint NOT NULL,
  channel     text NOT NULL,
  state       text NOT NULL,
  content     jsonb NOT NULL,
  attempts    integer NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (enrollment, visit)
);
CREATE INDEX ON by_hand.touch (created_at DESC);
CREATE INDEX ON by_hand.touch (customer, created_at DESC);

CREATE TABLE by_hand.count_delta (
  journey     text NOT NULL,
  id          bigint GENERATED ALWAYS AS IDENTITY,
  delta       jsonb NOT NULL,
  PRIMARY KEY (journey, id)
);`
