-- portal: backfill
SELECT fill_barred_members($1) AS last_key;
