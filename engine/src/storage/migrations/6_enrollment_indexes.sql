-- Up Migration, without a transaction: its tables may be big. Each statement may be repeated.

DROP INDEX CONCURRENTLY IF EXISTS enrollment_held;

-- Whom a pause holds, in the order held. Without it every second would read everybody inside a live journey.
CREATE INDEX CONCURRENTLY enrollment_held ON enrollment (workspace, journey, arrived_at) WHERE state = 'held';

DROP INDEX CONCURRENTLY IF EXISTS enrollment_inside;

-- Who is inside: of a journey, of one of its versions, at a node (versions are few, and skipped over).
CREATE INDEX CONCURRENTLY enrollment_inside ON enrollment (workspace, journey, version, node) WHERE state <> 'ended';

DROP INDEX CONCURRENTLY IF EXISTS enrollment_here;
