-- Up Migration

-- A version outlives its plan: see upkeep/forget-plans.ts. The hash stays, to tell which versions ran alike.
ALTER TABLE version DROP CONSTRAINT version_workspace_plan_fkey;
-- Since when nobody enters by it or is inside.
ALTER TABLE plan ADD COLUMN idle_since timestamptz;

-- Until when a resume has let go as many as it may: one clock for all workers.
ALTER TABLE journey ADD COLUMN released_at timestamptz;

-- The sweeper takes the oldest first: without sorting all that an absent Temporal has left.
ALTER TABLE poke DROP CONSTRAINT poke_pkey, ADD PRIMARY KEY (id, workspace);

-- Every row of these two is written and deleted within seconds. By their size Postgres would clean them late, and each look for
-- the oldest row would wade through dead ones.
ALTER TABLE poke SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0,
  autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 20000);
ALTER TABLE count_delta SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0,
  autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 20000);
-- These grow to millions of rows of which a few at a time are changed: a fifth of them dead, as by default, is too many.
ALTER TABLE enrollment SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
ALTER TABLE watch SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
ALTER TABLE touch SET (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE customer SET (autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE message_seen SET (autovacuum_vacuum_scale_factor = 0.05);
