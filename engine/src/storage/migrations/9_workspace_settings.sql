-- Up Migration

-- What customers are written in where their own language is not known.
ALTER TABLE workspace ADD COLUMN language text NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'zh-CN'));
-- Whether the first steps are put away, and how many times demo data was made.
ALTER TABLE workspace ADD COLUMN first_steps_hidden boolean NOT NULL DEFAULT false;
ALTER TABLE workspace ADD COLUMN demos integer NOT NULL DEFAULT 0;

-- What a journey is for: of which of the four families, where that was said.
ALTER TABLE journey ADD COLUMN family text CHECK (family IN ('entry', 'tiered', 'frequency', 'reactivation'));

-- What is told of a journey's last days: entered, goals, failures. Written as counts are rolled up, by the day that is.
CREATE TABLE count_day (
  workspace   integer NOT NULL,
  journey     uuid NOT NULL,
  -- UTC.
  day         date NOT NULL,
  name        text NOT NULL CHECK (name IN ('entered', 'goals', 'failed')),
  n           bigint NOT NULL,
  PRIMARY KEY (workspace, journey, day, name),
  FOREIGN KEY (workspace, journey) REFERENCES journey ON DELETE CASCADE
);
