-- Up Migration

-- A stretch of a table is summed up as soon as the next one begins, rather than when the table is cleaned: until then a period
-- that lies elsewhere would be looked for in it all the same.
ALTER INDEX enrollment_entered_at SET (autosummarize = on);
ALTER INDEX enrollment_ended_at SET (autosummarize = on);
ALTER INDEX visit_left_at SET (autosummarize = on);
