import type { TransactionClient } from './connection.ts';

/**
 * Takes on the system's role and name until the end of the transaction or the next `reset role`. For transactions of the
 * owner's login, which `read` and `write` do not begin.
 */
export async function actAsSystem(sql: TransactionClient, name: string): Promise<void> {
  await sql`select set_config('role', 'system_role', true), set_config('app.actor', ${`system:${name}`}, true)`;
}
