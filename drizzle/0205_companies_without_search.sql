-- portal: tx
-- The directory searches `directory_firms` now. These columns were for its search alone, and no statement of the portal names them.
-- squawk-ignore ban-drop-column
ALTER TABLE companies DROP COLUMN albers;
-- squawk-ignore ban-drop-column
ALTER TABLE companies DROP COLUMN search_vector;
-- squawk-ignore ban-drop-column
ALTER TABLE companies DROP COLUMN public_search_vector;
