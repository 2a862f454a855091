-- portal: tx
-- Each session check of somebody without a term of their own asks for a covering. The statement joins five tables, so that it is planned
-- once, and it looks at the pauses itself, once for each colleague.

SELECT reword_function('find_covering(uuid,date,uuid)', 'paused_through(u.id, on_day) IS NOT NULL THEN',
  'EXISTS (SELECT FROM membership_pauses rest WHERE rest.user_id = u.id AND on_day BETWEEN rest.starts_on AND rest.ends_on) THEN');
SELECT reword_function('find_covering(uuid,date,uuid)', 'ELSE ''ACTIVE'' END AS standing) judged',
  'ELSE ''ACTIVE'' END AS standing OFFSET 0) judged');
ALTER FUNCTION find_covering(uuid, date, uuid) SET plan_cache_mode = force_generic_plan;
-- Without a second function between.
SELECT reword_function('membership_standing_of(uuid,date)', 'FROM find_covering(person, on_day))', 'FROM find_covering(person, on_day, NULL))');
SELECT reword_function('account_standing(uuid)', 'FROM find_covering(person, today))', 'FROM find_covering(person, today, NULL))');
