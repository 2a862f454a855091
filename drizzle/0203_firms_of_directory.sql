-- portal: backfill
SELECT fill_directory_firms($1) AS last_key;
