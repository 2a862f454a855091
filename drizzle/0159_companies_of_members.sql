-- portal: backfill
SELECT found_companies($1) AS last_key;
