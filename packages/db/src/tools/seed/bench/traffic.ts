import type { Values } from './values.ts';

const actions = [
  'applications.approve',
  'applications.decline',
  'members.suspend',
  'projects.publish',
  'payments.refund',
  'roles.grant',
];
const metrics = Array.from({ length: 20 }, (_, at) => `portal.example_${at}.duration_ms`);

/** Messages, acts of staff, and measurements: the large tables, filled a range of rows at a time. */
export function trafficStatements(
  v: Values,
  n: { users: number; messages: number; actions: number; measurements: number },
) {
  const user = (i: string, salt: string) => v.id('users', v.number(i, salt, n.users));
  // Each of these users corresponds with ten others.
  const pair = `
    lateral (select ${v.number('i', 'pair', Math.max(1, n.users))} as a) one,
    lateral (select (a + 1 + ${v.number('i', 'friend', 10)} * 7) % ${n.users} as b) two`;
  return {
    messages: `
      insert into messages (id, sender_id, receiver_id, body, sent_at)
      select ${v.id('messages', 'i')}, ${v.id('users', 'case when i % 2 = 0 then a else b end')},
             ${v.id('users', 'case when i % 2 = 0 then b else a end')}, 'Message ' || i || ': when can you start?',
             timestamptz '2026-11-01' - ${v.number('i', 'sent', 60_000_000)} * interval '1 second'
      from generate_series(0, ${n.messages - 1}) i, ${pair} where a <> b`,
    mailbox: `
      insert into mailbox (owner_id, message_id, correspondent_id, direction, sent_at, read_at)
      select case side when 0 then sender_id else receiver_id end, id, case side when 0 then receiver_id else sender_id end,
             case side when 0 then 'SENT' else 'RECEIVED' end, sent_at,
             case when side = 1 and hashtextextended(id::text, 0) % 10 <> 0 then sent_at + interval '1 hour' end
      from messages, generate_series(0, 1) side`,
    admin_actions: `
      insert into admin_actions (id, action, user_id, actor, target_user_id, reason, created_at)
      select ${v.timedId('admin_actions', 'i', 'at')}, ${v.pick('i', 'action', actions)},
             ${v.id('users', v.number('i', 'staff', Math.min(20, n.users)))}, 'staff', ${user('i', 'target')}, 'Bench', at
      from generate_series(0, ${n.actions - 1}) i,
           lateral (select date_trunc('month', now(), 'UTC') - interval '23 months' + ${v.share('i', 'when')}
                           * (now() - (date_trunc('month', now(), 'UTC') - interval '23 months')) as at) done`,
    system_metrics: `
      insert into system_metrics (metric, value, recorded_at)
      select ${v.pick('i', 'metric', metrics)}, 1 + 100 * ${v.share('i', 'value')},
             date_trunc('day', now(), 'UTC') - interval '89 days'
               + i * ((now() - (date_trunc('day', now(), 'UTC') - interval '89 days')) / ${n.measurements})
      from generate_series(0, ${n.measurements - 1}) i`,
  };
}
