-- portal: backfill
SELECT find_counties_of_companies($1) AS last_key;
