-- portal: backfill
SELECT fold_names_again($1) AS last_key;
