-- Up Migration

-- What customers are written in where their own language is not known.
ALTER TABLE workspace ADD COLUMN language text NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'zh-CN'));
-- Whether the first steps are put away, and how many times demo data was made.
ALTER TABLE workspace ADD COLUMN first_steps_hidden boolean NOT NULL DEFAULT false;
ALTER TABLE workspace ADD COLUMN demos integer NOT NULL DEFAULT 0;

-- What a journey is for: of which of the four families, where that was said.
ALTER TABLE journey ADD COLUMN family text CHECK (family IN ('entry', 'tiered', 'frequency', 'reactivation'));
