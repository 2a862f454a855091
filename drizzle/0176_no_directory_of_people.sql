-- portal: tx
-- The directory lists firms. Nothing reads the list of people that stood before it.
DROP FUNCTION search_member_ids(tsquery, text[], text[], geometry, double precision, integer, text, text, uuid);
DROP VIEW member_directory;
