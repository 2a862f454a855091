/**
 * The importer's name for the invented contractors of a first start. Real files are not compared with them.
 */
export const demonstration = 'demonstration';

/**
 * The id of the last accepted run of a real file that was not undone, as SQL. `kind` is the kind of the file, as SQL too. A check
 * is held to it.
 */
export const lastAcceptedRun = (kind = `'licenses'`): string => `
  select run.id from contractor_import_runs run
  where run.outcome = 'accepted' and run.file_kind = ${kind} and run.undone_at is null and run.imported_by <> '${demonstration}'
  order by run.finished_at desc limit 1`;
