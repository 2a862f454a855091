import { type Client, connect, errorCode, isConnectionFailure } from '../../engine/connection.ts';
import { Unavailable } from '../../engine/errors.ts';

/** The progress of a transaction of the login for imports. */
export interface Progress {
  /** True once the database has answered. */
  isConnected: boolean;
  /** True once everything is done except the commit. */
  isCommitting: boolean;
}

/** A failure of the database in the words of the caller. */
export function inPlainWords(error: unknown, attempt: Progress): unknown {
  if (isConnectionFailure(error)) {
    return new Unavailable(
      attempt.isConnected
        ? `The connection to the database was lost${whatThen(attempt)}`
        : 'The database cannot be reached: nothing was changed.',
      { cause: error },
    );
  }
  const code = errorCode(error);
  if (code === '42P01' || (code === '22023' && String(error).includes('role'))) {
    return new Unavailable('The database lacks the portal’s tables: run `portal migrate` first.', {
      cause: error,
    });
  }
  if (code === '42501') {
    return new Unavailable(
      `The login may not import (${(error as Error).message}): DATABASE_IMPORT_URL must name the login portal_import.`,
      { cause: error },
    );
  }
  return error;
}

/** A commit whose answer never came may have succeeded. Only the next import can tell. */
function whatThen({ isCommitting }: Progress): string {
  return isCommitting
    ? ' during the commit: import the file again to find out whether it was accepted.'
    : ': nothing was changed.';
}

/** Ctrl-C also cancels the running statement on the server, which would otherwise work on for nobody. */
export async function cancelOnAbort(client: Client, url: string, signal: AbortSignal): Promise<() => void> {
  const [backend] = await client<{ pid: number }[]>`select pg_backend_pid() as pid`;
  const cancel = async () => {
    const other = connect(url, { max: 1, applicationName: 'portal contractors import' });
    await other`select pg_cancel_backend(${backend?.pid ?? 0})`.catch(() => undefined);
    await other.end({ timeout: 1 });
  };
  signal.addEventListener('abort', cancel, { once: true });
  return () => signal.removeEventListener('abort', cancel);
}
