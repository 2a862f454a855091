import { pick } from '../../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { NotFound, Refused } from '../../engine/errors.ts';
import { undoneBy } from '../queries.ts';
import { imports } from '../tables.ts';

const ended = pick(imports, ['status', 'task'], 'u');
const names = computed({
  uploader: 'string',
  loader: 'string',
  canceler: 'string',
  /** Such as “November 26, 2026 at 4:28 AM”, in California. */
  endedOn: 'string',
  canceledOn: 'string',
});
type Ended = RowOf<typeof ended> & RowOf<typeof names>;

const dayAndTime = (column: string) =>
  `to_char(coalesce(${column}, now()) at time zone 'America/Los_Angeles', 'FMMonth FMDD, YYYY "at" FMHH12:MI AM')`;
const nameOf = (column: string, nobody = `'Somebody'`) =>
  `coalesce((select first_name || ' ' || last_name from users where users.id = ${column}), ${nobody})`;

/** The outcome of a file for the person who comes too late to decide on it. */
function inWords({ status, task, uploader, loader, canceler, endedOn, canceledOn }: Ended): string {
  if (task === 'UNDO')
    return status === 'UNDONE' ? `${uploader} undid it on ${endedOn}.` : 'This undoing is over.';
  switch (status) {
    case 'ACCEPTED':
      return `${loader} imported this file on ${endedOn}.`;
    case 'CANCELED':
      return `${canceler} canceled this import on ${canceledOn}.`;
    case 'WAITING':
    case 'RUNNING':
      return task === 'LOAD' ? `${loader} is importing this file.` : 'This file is being checked.';
    case 'UNCHANGED':
      return 'This file was imported before. There is nothing to change.';
    case 'REFUSED':
      return 'This file was refused.';
    case 'STOPPED':
    case 'FAILED':
      return 'This file was not imported: the work on it stopped.';
    case 'CHECKED':
    case 'UNDONE':
      return 'This file has changed meanwhile. Look at it again.';
  }
}

/**
 * Tells what became of an import that the acting person can no longer change: who decided, and when.
 * @throws Refused with that sentence, NotFound without such an import.
 */
export async function tellOutcome({ sql }: WriteTransaction, importId: string): Promise<never> {
  const [found] = await rowsOf(sql, ended, names)`
    select ${ended(sql)}, ${sql.unsafe(`
      ${nameOf('u.uploaded_by')} as uploader,
      ${nameOf('u.loaded_by', `case u.source when 'FETCH' then 'The scheduled fetch' else 'Somebody' end`)} as loader,
      ${nameOf('u.canceled_by')} as canceler,
      ${dayAndTime('u.finished_at')} as "endedOn", ${dayAndTime('u.cancel_requested_at')} as "canceledOn"`)}
    from contractor_imports u where u.id = ${importId}`;
  if (!found) throw new NotFound('import', importId);
  throw new Refused(inWords(found));
}

const undoing = computed({ undoer: 'string', undoneOn: 'string' });

/** Tells why a run cannot be undone. @throws Refused with that sentence. */
export async function tellUndoing({ sql }: WriteTransaction, runId: string): Promise<never> {
  const [found] = await rowsOf(sql, undoing)`
    select ${sql.unsafe(`coalesce(${undoneBy}, 'Somebody') as undoer, ${dayAndTime('r.undone_at')} as "undoneOn"`)}
    from contractor_import_runs r where r.id = ${runId} and r.undone_at is not null`;
  throw new Refused(
    found
      ? `${found.undoer} undid this import on ${found.undoneOn}.`
      : 'Only the last import can be undone, and only once.',
  );
}
