import { errorCode, isConnectionFailure, isPoolerBusy } from './connection.ts';
import { Busy, Failure, OutcomeUnknown, Unavailable } from './errors.ts';
import { readRefusal } from './refusals.ts';

/**
 * Translates an error of the server or the driver into one that other layers know. Others stay as they are. `isCommitting`: COMMIT
 * of a write was sent.
 */
export function translate(error: unknown, isCommitting = false): unknown {
  if (error instanceof Failure) return error;
  if (isCommitting && isConnectionFailure(error)) return new OutcomeUnknown({ cause: error });
  if (isPoolerBusy(error)) {
    return new Busy('The portal is very busy right now: try again in a moment.', { cause: error });
  }
  if (isConnectionFailure(error)) {
    return new Unavailable('The database cannot be reached right now.', { cause: error });
  }
  const code = errorCode(error);
  const refusal = readRefusal(error);
  if (refusal) return refusal;
  if (code === '55P03') return new Busy('Someone else is changing this right now.', { cause: error });
  if (code === '57014') return new Busy('The database took too long to answer.', { cause: error });
  if (code === '53100') {
    return new Unavailable('The database has no space left to write: nothing was changed.', { cause: error });
  }
  if (code === '53200') {
    return new Unavailable('The database has no memory left for this right now: nothing was changed.', {
      cause: error,
    });
  }
  if (code === '22023' && String(error).includes('role')) {
    return new Unavailable('The database’s roles are missing: run `portal migrate`.', { cause: error });
  }
  if (code === '42501' && String(error).includes('set role')) {
    return new Unavailable(
      'The connection’s login may not act for this caller: see DATABASE_URL, DATABASE_STAFF_URL and DATABASE_SYSTEM_URL.',
      { cause: error },
    );
  }
  return error;
}
