-- portal: backfill
SELECT move_firms_of_accounts($1) AS last_key;
