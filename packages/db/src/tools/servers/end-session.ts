import type { EndSessionInput } from '@namc/inputs/servers';
import { recordAdminAction } from '../../audit/commands.ts';
import type { Actor } from '../../engine/actors.ts';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { Database, WriteTransaction } from '../../engine/database.ts';
import { Refused } from '../../engine/errors.ts';
import { mayBeEnded } from './sessions.ts';
import { inWords, type WatchedServers } from './watch-servers.ts';

/** What became of an act. `gone`: the session was over, or its process id belongs to another one by now. */
export const endingOutcomes = ['done', 'gone', 'forbidden', 'idle', 'stays', 'failed'] as const;
export type EndingOutcome = (typeof endingOutcomes)[number];

/** The words for an act that changed nothing. */
const refusals: Record<Exclude<EndingOutcome, 'done'>, string> = {
  gone: 'This session is over. Its process number may belong to another one by now, so nothing was done.',
  forbidden:
    'The portal never ends sessions of superusers, of replication, of other databases or of its own checks.',
  idle: 'This session runs no statement, so there is nothing to cancel.',
  stays:
    'The server was told to close this connection, and it is still there after two seconds. Look again in a moment.',
  failed: 'The server could not be told.',
};

const permission = computed({ isHeld: 'boolean' });

/**
 * Stops the statement of one session, or closes its connection. The audit trail has the act and its reason before it is
 * done, in a transaction of its own, and what became of it afterwards: an act without a row is impossible, and a row without
 * an outcome means that nobody knows it. The session is the one with this process id and this start, and no later one.
 * @throws Refused if the actor no longer has the permission, or nothing was done.
 */
export async function endSession(
  { db, actor, servers }: { db: Database; actor: Actor; servers: WatchedServers },
  input: EndSessionInput,
): Promise<void> {
  const { server, pid, startedAt, ending, reason } = input;
  const about = { targetTable: 'pg_stat_activity', targetId: `${pid} at ${startedAt}` };
  const record = async (tx: WriteTransaction): Promise<void> => {
    const [row] = await rowsOf(tx.sql, permission)`select holds_permission('health.manage') as "isHeld"`;
    if (!row?.isHeld) throw new Refused('You no longer have the permission to end sessions.');
    const action = ending === 'cancel' ? 'health.cancel_statement' : 'health.end_session';
    await recordAdminAction(tx, { ...about, action, reason }, { server, pid: String(pid), startedAt });
  };
  await db.write(actor, record);
  const { outcome, words } = await act(servers, input);
  const close = (tx: WriteTransaction) =>
    recordAdminAction(
      tx,
      { ...about, action: 'health.session_outcome' },
      { server, outcome, ...(words && { words }) },
    );
  await db.write(actor, close);
  if (outcome !== 'done') throw new Refused(words ? `${refusals.failed} ${words}` : refusals[outcome]);
}

async function act(
  servers: WatchedServers,
  { server, pid, startedAt, ending }: EndSessionInput,
): Promise<{ outcome: EndingOutcome; words?: string }> {
  try {
    const rows = await servers.tell(
      server,
      // One statement looks and acts. The other branches of a CASE do nothing.
      (sql) => sql<{ outcome: EndingOutcome }[]>`
        select case
          when extract(epoch from a.backend_start) <> ${startedAt}::text::numeric then 'gone'
          when not ${mayBeEnded(sql)} then 'forbidden'
          when ${ending}::text = 'cancel' and a.state is distinct from 'active' then 'idle'
          when ${ending}::text = 'cancel' then case when pg_cancel_backend(a.pid) then 'done' else 'gone' end
          when pg_terminate_backend(a.pid, 2000) then 'done'
          else 'stays' end as outcome
        from pg_stat_activity a left join pg_roles r on r.oid = a.usesysid
        where a.pid = ${pid}::int`,
    );
    if (!rows) return { outcome: 'failed', words: 'There is no server of this name.' };
    return { outcome: rows[0]?.outcome ?? 'gone' };
  } catch (error) {
    return { outcome: 'failed', words: inWords(error) };
  }
}
