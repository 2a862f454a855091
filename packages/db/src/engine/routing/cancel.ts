import type { Client } from '../connection.ts';

/** A transaction as its own connection knows it: the start tells it from a later one of the same server process. */
export interface Running {
  pid: number;
  began: string;
}

const again = 100;

/**
 * Cancels what a transaction runs once `signal` is aborted, and whatever it goes on to run after that, until the
 * returned function says that it is over. `control` is a connection beside that of the transaction.
 */
export function cancelOnAbort(signal: AbortSignal, control: Client, running: Promise<Running[]>): () => void {
  let isOver = false;
  const cancel = async () => {
    const [transaction] = await running;
    while (transaction && !isOver) {
      await control`
        select pg_cancel_backend(pid) from pg_stat_activity
        where pid = ${transaction.pid} and xact_start = ${transaction.began}::text::timestamptz`;
      await new Promise((resolve) => setTimeout(resolve, again).unref());
    }
  };
  const onAbort = () => {
    // A server that cannot be asked ends the statement itself, at its own limit.
    cancel().catch(() => undefined);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  return () => {
    isOver = true;
    signal.removeEventListener('abort', onAbort);
  };
}
