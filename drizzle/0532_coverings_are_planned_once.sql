-- portal: tx
-- The statement of a covering joins five tables. With values that it knows the server planned it anew in each session check of somebody
-- without a term of their own, which took longer than running it.

ALTER FUNCTION find_covering(uuid, date, uuid) SET plan_cache_mode = force_generic_plan;
