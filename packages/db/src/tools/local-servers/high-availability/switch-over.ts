import type { Topology } from '../topology.ts';
import { untilTrue } from './until-true.ts';

/**
 * Lets the writes of a primary come to an end, hands over by `order`, and lets it write again when it is the primary another
 * time. Nobody's COMMIT is cut: new transactions are read-only meanwhile, and the portal runs those again on the new primary.
 */
export async function drained(
  { ask }: Pick<Topology, 'ask'>,
  primary: number,
  order: () => Promise<void>,
): Promise<void> {
  const reload = async (change: string) => {
    await ask(primary, change);
    await ask(primary, 'select pg_reload_conf()');
  };
  await reload('alter system set default_transaction_read_only = on');
  try {
    let quiet = 0;
    const isQuiet = async () => {
      const writing = await ask(
        primary,
        `select from pg_stat_activity where backend_type = 'client backend' and backend_xid is not null`,
      );
      quiet = writing.length === 0 ? quiet + 1 : 0;
      return quiet > 2;
    };
    // A longer one is cut before its COMMIT, and runs again.
    await untilTrue('The end of all writes', isQuiet, 5).catch(() => undefined);
    await order();
  } finally {
    const isReset = async () => {
      try {
        await reload('alter system reset default_transaction_read_only');
        return true;
      } catch {
        // It starts again as a replica.
        return false;
      }
    };
    await untilTrue('The reset of the former primary', isReset, 60);
  }
}
