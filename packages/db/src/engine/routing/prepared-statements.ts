import { type Client, connect, errorCode } from '../connection.ts';

/**
 * Tells whether a statement that was prepared once can be executed later, as a direct connection and PgBouncer from
 * 1.21 allow. An older PgBouncer in transaction mode gives the second execution to a connection that does not know
 * it. Also true where nothing shows the opposite, as with a pooler that has a single connection.
 * @throws the driver's error when the server cannot be reached.
 */
export async function preparedStatementsWork(url: string): Promise<boolean> {
  const open = () => connect(url, { max: 1, applicationName: 'portal start', connectTimeoutMs: 5_000 });
  const [first, second] = [open(), open()];
  // In a transaction, as in the portal. Outside one the driver prepares again, and the problem would not show.
  const ask = (client: Client) => client.begin((sql) => sql`select ${'prepared'}::text as answer`);
  try {
    await ask(first);
    // Takes the connection that the pooler has just received back, so the first client gets another one.
    await second.begin(async (sql) => {
      await sql`select 1`;
      await Promise.race([ask(first), new Promise((resolve) => setTimeout(resolve, 1_000).unref())]);
    });
    return true;
  } catch (error) {
    // Unknown (26000), or already prepared under that name by another client (42P05). The driver's second try meets a
    // failed transaction (25P02).
    if (['26000', '42P05', '25P02'].includes(errorCode(error) ?? '')) return false;
    throw error;
  } finally {
    await Promise.all([first.end({ timeout: 1 }), second.end({ timeout: 1 })]);
  }
}
