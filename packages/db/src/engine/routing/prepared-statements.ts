import { type Client, connect, errorCode, type TransactionClient } from '../connection.ts';

/** Rounds in which nothing moved before a connection counts as the client's own. */
const mostRounds = 10;

/**
 * Tells whether a statement that was prepared once can be executed later, as a direct connection and PgBouncer from
 * 1.21 allow. An older PgBouncer in transaction mode gives the second execution to a connection that does not know
 * it. Also true where nothing shows the opposite, as with a pooler that has a single connection.
 * @throws the driver's error when the server cannot be reached.
 */
export async function preparedStatementsWork(url: string): Promise<boolean> {
  const open = () => connect(url, { max: 1, applicationName: 'portal start', connectTimeoutMs: 5_000 });
  const [client, other] = [open(), open()];
  try {
    const first = await ask(client);
    for (let round = 0; round < mostRounds; round += 1) {
      // A pooler moves a client to another connection while somebody else uses the first. Other clients may get in
      // between, so only the server's process ids tell whether it has moved.
      const moved = await other.begin(async (sql) => {
        await pidOf(sql);
        return Promise.race([ask(client), none(5_000)]);
      });
      if (moved !== first) return true;
    }
    return true;
  } catch (error) {
    // Unknown (26000), or already prepared under that name by another client (42P05). The driver's second try meets a
    // failed transaction (25P02).
    if (['26000', '42P05', '25P02'].includes(errorCode(error) ?? '')) return false;
    throw error;
  } finally {
    await Promise.all([client.end({ timeout: 1 }), other.end({ timeout: 1 })]);
  }
}

/** The server process that executed a prepared statement. */
const ask = (client: Client): Promise<number | undefined> =>
  // In a transaction, as in the portal. Outside one the driver prepares again, and the problem would not show.
  client.begin(async (sql) => {
    const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid, ${'prepared'}::text as answer`;
    return row?.pid;
  });

/** Takes a connection without preparing a statement that another client might take for its own. */
const pidOf = (sql: TransactionClient) => sql.unsafe('select pg_backend_pid() as pid').simple();

const none = (ms: number) =>
  new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), ms).unref());
