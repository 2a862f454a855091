-- portal: backfill
SELECT name_firms_again($1) AS last_key;
