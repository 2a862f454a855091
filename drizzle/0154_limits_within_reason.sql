-- portal: backfill
SELECT keep_limits_within_reason($1) AS last_key;
