-- portal: tx
-- The queue library keeps its schedules in a queue of its own. Its jobs are not the portal's, and the page of background
-- jobs has no words for them.
SELECT reword_function('list_jobs(text[], integer)', 'WHERE j.state::text = ANY (wanted_states)',
  'WHERE j.state::text = ANY (wanted_states) AND NOT starts_with(j.name, ''__pgboss__'')');
