-- portal: tx
-- Autovacuum by the table, where its defaults (a fifth of the rows for dead ones, a tenth for statistics) come too late. Each of
-- these takes ShareUpdateExclusive for a moment: reads and writes go on.
-- One row, written every two seconds. Each page of dead versions slows the check that reads it on every server.
ALTER TABLE portal_heartbeat SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
-- Two dozen rows, all written each minute, with long evidence beside them.
ALTER TABLE health_states SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
-- The board's file changes a hundredth of the licenses at a time: by the defaults it took twenty imports until the planner and the
-- index-only scans of the search knew.
ALTER TABLE california_contractors SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.01);
