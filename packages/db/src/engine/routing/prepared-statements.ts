import { type Client, connect, errorCode } from '../connection.ts';

/**
 * Whether a statement that was prepared once can be executed later, as a direct connection and PgBouncer from 1.21 allow;
 * an older one in transaction mode gives the second execution to a connection that knows nothing of it. True also where
 * nothing shows the opposite, as with a pooler that has a single connection.
 * @throws what the driver throws when the server cannot be reached.
 */
export async function preparedStatementsWork(url: string): Promise<boolean> {
  const open = () => connect(url, { max: 1, applicationName: 'portal start', connectTimeoutMs: 5_000 });
  const [first, second] = [open(), open()];
  // In a transaction, as the portal's own: outside one the driver prepares again, and nobody would notice.
  const ask = (client: Client) => client.begin((sql) => sql`select ${'prepared'}::text as answer`);
  try {
    await ask(first);
    // Takes the connection that the pooler has just had back, so that the first client gets another one.
    await second.begin(async (sql) => {
      await sql`select 1`;
      await Promise.race([ask(first), new Promise((resolve) => setTimeout(resolve, 1_000).unref())]);
    });
    return true;
  } catch (error) {
    // Not there (26000), or prepared already by somebody else under that name (42P05); the driver's second try comes into
    // a transaction that has failed (25P02).
    if (['26000', '42P05', '25P02'].includes(errorCode(error) ?? '')) return false;
    throw error;
  } finally {
    await Promise.all([first.end({ timeout: 1 }), second.end({ timeout: 1 })]);
  }
}
