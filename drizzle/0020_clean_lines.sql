-- portal: backfill
SELECT clean_lines($1) AS last_key;
