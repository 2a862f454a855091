import type { Client } from '../connection.ts';

/**
 * Identifies a transaction on its server. The start tells it from a later transaction of the same process.
 */
export interface Running {
  pid: number;
  began: string;
}

const repeatMs = 100;

/**
 * Cancels the statements of a transaction once `signal` is aborted, until the returned function is called.
 * `control` is a connection beside the transaction's own. `running` is the process id alone where the process serves
 * this transaction until the returned function is called.
 */
export function cancelOnAbort(
  signal: AbortSignal,
  control: Client,
  running: Promise<Running> | number,
): () => void {
  let isOver = false;
  const cancel = async () => {
    let transaction = typeof running === 'number' ? undefined : await running;
    while (!isOver) {
      if (typeof running === 'number' && !transaction) transaction = await find(running);
      // The process may have gone on to another transaction while it was asked for its start.
      if (transaction && !isOver) {
        await control`
          select pg_cancel_backend(pid) from pg_stat_activity
          where pid = ${transaction.pid} and xact_start = ${transaction.began}::text::timestamptz`;
      }
      await new Promise((resolve) => setTimeout(resolve, repeatMs).unref());
    }
  };
  const find = async (pid: number): Promise<Running | undefined> => {
    const [row] = await control<Running[]>`
      select pid, xact_start::text as began from pg_stat_activity where pid = ${pid} and xact_start is not null`;
    return row;
  };
  const onAbort = () => {
    // If the server cannot be asked, its own time limit ends the statement.
    cancel().catch(() => undefined);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  return () => {
    isOver = true;
    signal.removeEventListener('abort', onAbort);
  };
}
