-- portal: backfill
SELECT link_documents_of_before($1) AS last_key;
