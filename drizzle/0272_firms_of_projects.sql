-- portal: backfill
SELECT fill_projects($1) AS last_key;
