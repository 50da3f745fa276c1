-- Up Migration, without a transaction: its tables may be big. Each statement may be repeated.

-- Who entered, who ended, and what was left within a period. Rows come nearly in the order of these times, so that a few bytes
-- for each stretch of a table say where to look, and cost those who write next to nothing.
DROP INDEX CONCURRENTLY IF EXISTS enrollment_entered_at;
CREATE INDEX CONCURRENTLY enrollment_entered_at ON enrollment USING brin (entered_at);

DROP INDEX CONCURRENTLY IF EXISTS enrollment_ended_at;
CREATE INDEX CONCURRENTLY enrollment_ended_at ON enrollment USING brin (ended_at);

DROP INDEX CONCURRENTLY IF EXISTS visit_left_at;
CREATE INDEX CONCURRENTLY visit_left_at ON visit USING brin (left_at);
