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
 * `control` is a connection beside the transaction's own.
 */
export function cancelOnAbort(signal: AbortSignal, control: Client, running: Promise<Running>): () => void {
  let isOver = false;
  const cancel = async () => {
    const transaction = await running;
    while (!isOver) {
      await control`
        select pg_cancel_backend(pid) from pg_stat_activity
        where pid = ${transaction.pid} and xact_start = ${transaction.began}::text::timestamptz`;
      await new Promise((resolve) => setTimeout(resolve, repeatMs).unref());
    }
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
