-- Up Migration

-- Every day keeps what happened by the names of count_total, but for who is where: what happened in a period is told of each
-- step. Of the days before only entries, goals and failures are known, and failures not by step.
ALTER TABLE count_day DROP CONSTRAINT count_day_name_check;
UPDATE count_day SET name = CASE name WHEN 'goals' THEN 'ended:goal' ELSE 'failed:' END WHERE name IN ('goals', 'failed');

-- The totals of a list, without all that a day keeps.
CREATE INDEX count_day_told ON count_day (workspace, journey, day)
  WHERE name = 'entered' OR name = 'ended:goal' OR starts_with(name, 'failed:');
