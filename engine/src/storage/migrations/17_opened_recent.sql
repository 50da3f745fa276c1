-- Up Migration, without a transaction: its table may be big. Each statement may be repeated.

-- The messages that were opened lately, which are few among those that were sent. Who clicks has opened.
DROP INDEX CONCURRENTLY IF EXISTS touch_opened;
CREATE INDEX CONCURRENTLY touch_opened ON touch (workspace, created_at DESC) WHERE opened_at IS NOT NULL;
