-- portal: backfill
SELECT stop_uploads_of_before($1) AS last_key;
