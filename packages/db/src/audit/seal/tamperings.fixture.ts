import type { ProblemKind } from './findings.ts';

/**
 * Each tampering is a superuser's, on a clone of its own, without the sealing key. The verification has to name it by
 * this kind, at once and after the next sealing, unless `only` says when. `chain cut` takes the anchor, `state differs`
 * takes `--state`, and all other kinds take neither.
 */
interface Tampering {
  name: string;
  sql: string;
  kind: ProblemKind;
  only?: 'after the next sealing' | 'before the next sealing';
}

const anAct = (which: string) => `(select id from admin_actions where reason = '${which}')`;
const aChange = `(select row_id from audit_row_seals where trail = 'audit_log' and batch = (select min(batch) from audit_row_seals where trail = 'audit_log') and position = 2)`;
const thisMonth = (table: string) => `${table}_' || to_char(now() at time zone 'UTC', 'YYYY_MM') || '`;
export const lastMonth = (table: string) =>
  `${table}_' || to_char(date_trunc('month', now(), 'UTC') - interval '5 days', 'YYYY_MM') || '`;
/** A statement whose table is named by its month. */
export const run = (statement: string) => `do $do$ begin execute '${statement}'; end $do$;`;
const asPortal = `set local session_replication_role = replica;`;
const forgedAct = (columns: string, values: string) =>
  `insert into admin_actions (action, actor, user_id, reason, login${columns})
   select 'roles.grant', 'staff', user_id, 'forged', login${values} from admin_actions where reason = 'third 1';`;
const forgedChange = (columns: string, values: string) =>
  `insert into audit_log (table_name, operation, row_id, actor, changes, login${columns})
   select 'users', 'UPDATE', row_id, 'staff', '{"city": ["Oakland", "Reno"]}', login${values}
   from audit_log where table_name = 'users' and operation = 'INSERT' and changes -> 'city' ->> 1 = 'Oakland' limit 1;`;

export const tamperings: Tampering[] = [
  {
    name: 'a sealed act is edited',
    kind: 'edited',
    sql: `update admin_actions set reason = 'x' where reason = 'first 2'`,
  },
  {
    name: 'a sealed change is edited',
    kind: 'edited',
    sql: `update audit_log set changes = changes || '{"city": [1, 2]}' where id = ${aChange}`,
  },
  {
    name: 'the login of a sealed row is edited',
    kind: 'edited',
    sql: `update admin_actions set login = 'portal_owner' where reason = 'first 2'`,
  },
  {
    name: 'a sealed row is deleted',
    kind: 'deleted',
    sql: `delete from admin_actions where reason = 'first 2'`,
  },
  {
    name: 'a sealed row is deleted together with its seal',
    kind: 'deleted',
    sql: `delete from audit_row_seals where row_id = ${anAct('first 2')}; delete from admin_actions where reason = 'first 2'`,
  },
  {
    name: 'a sealed row is edited and its seal deleted',
    kind: 'deleted',
    sql: `delete from audit_row_seals where row_id = ${anAct('first 2')}; update admin_actions set reason = 'x' where reason = 'first 2'`,
  },
  { name: 'a partition is emptied', kind: 'deleted', sql: run(`truncate ${lastMonth('admin_actions')}`) },
  {
    name: 'a partition is dropped',
    kind: 'dropped early',
    sql: run(`drop table ${lastMonth('admin_actions')}`),
  },
  {
    name: 'a partition is dropped and made again',
    kind: 'deleted',
    sql: `${run(`drop table ${lastMonth('admin_actions')}`)}
      select create_monthly_partition('admin_actions', (date_trunc('month', now(), 'UTC') - interval '5 days')::date)`,
  },
  {
    name: 'the retention is made negative, and partitions are kept',
    kind: 'rules changed',
    sql: `update partitioned_tables set retention = interval '-1 year' where table_name = 'admin_actions';
      select maintain_partitions('admin_actions')`,
  },
  {
    name: 'the retention is made negative, and a partition is dropped',
    kind: 'dropped early',
    sql: `update partitioned_tables set retention = interval '-1 year' where table_name = 'admin_actions';
      ${run(`drop table ${lastMonth('admin_actions')}`)}`,
  },
  {
    name: 'the retention is made negative, a partition is detached, and the retention is put back',
    kind: 'dropped early',
    sql: `update partitioned_tables set retention = interval '-1 year' where table_name = 'audit_log';
      ${run(`alter table admin_actions detach partition ${lastMonth('admin_actions')}`)}
      update partitioned_tables set retention = interval '2 years' where table_name = 'audit_log'`,
  },
  {
    name: 'a partition gets other bounds',
    kind: 'dropped early',
    sql: run(`alter table admin_actions detach partition ${lastMonth('admin_actions')};
      alter table admin_actions attach partition ${lastMonth('admin_actions')}
      for values from (''2001-01-01'') to (''' || date_trunc('month', now(), 'UTC') || ''')`),
  },
  {
    name: 'a partition is retired by a forged entry and dropped',
    kind: 'batch damaged',
    sql: `insert into audit_seals (batch, kind, trail, month, rows, rules_digest, key_id, seal, details)
      select max(batch) + 1, 'retire', 'admin_actions', date_trunc('month', now(), 'UTC') - interval '1 month', 3,
             (array_agg(rules_digest))[1], 'test-1', 'x',
             '{"partition":"x","until":"2020-01-01T00:00:00.000Z","retentionDays":730.5}' from audit_seals;
      ${run(`drop table ${lastMonth('admin_actions')}`)}`,
  },
  {
    name: 'the newest batch is cut off, with its rows',
    kind: 'chain cut',
    sql: `create temporary table last on commit drop as select batch from audit_seals order by batch desc limit 2;
      delete from admin_actions where id in (select row_id from audit_row_seals where batch in (table last));
      delete from audit_log where id in (select row_id from audit_row_seals where batch in (table last));
      delete from audit_row_seals where batch in (table last); delete from audit_seals where batch in (table last)`,
  },
  {
    name: 'the newest run is cut off, with all rows since',
    kind: 'chain cut',
    sql: `create temporary table cut on commit drop as
        select batch from audit_seals where batch > (select max(batch) from kept.seals);
      delete from admin_actions where id not in (select row_id from kept.row_seals);
      delete from audit_log where id not in (select row_id from kept.row_seals);
      delete from audit_row_seals where batch in (table cut); delete from audit_seals where batch in (table cut)`,
  },
  {
    name: 'all seals are deleted, and a row is edited',
    kind: 'chain cut',
    sql: `truncate audit_seals, audit_row_seals; update admin_actions set reason = 'x' where reason = 'first 2'`,
  },
  {
    name: 'an older copy of the seals is put back, and a newer row is edited',
    kind: 'chain cut',
    sql: `truncate audit_seals, audit_row_seals; insert into audit_seals select * from kept.seals;
      insert into audit_row_seals select * from kept.row_seals;
      update admin_actions set reason = 'x' where reason = 'third 1'`,
  },
  {
    name: 'an act without a seal is deleted',
    kind: 'state differs',
    sql: `${asPortal} delete from admin_actions where reason = 'waiting'`,
  },
  {
    name: 'an act without a seal is deleted with triggers',
    kind: 'state differs',
    sql: `delete from admin_actions where reason = 'waiting'; delete from audit_log where table_name = 'admin_actions' and operation = 'DELETE'`,
  },
  {
    name: 'a change without a seal is deleted',
    kind: 'state differs',
    sql: `delete from audit_log where changes -> 'city' ->> 1 = 'Davis'`,
  },
  {
    name: 'a change without a seal is edited',
    kind: 'edited',
    sql: `update audit_log set user_id = gen_random_uuid() where changes -> 'city' ->> 1 = 'Davis'`,
  },
  {
    name: 'an act without a seal is edited',
    kind: 'edited',
    sql: `${asPortal} update admin_actions set reason = 'x' where reason = 'waiting'`,
  },
  {
    name: 'an act without a seal is edited in a savepoint',
    kind: 'edited',
    sql: `${asPortal} do $do$ begin update admin_actions set reason = 'x' where reason = 'waiting';
      exception when others then raise; end $do$`,
  },
  {
    name: 'an act of a savepoint is edited before its seal',
    kind: 'edited',
    sql: `${asPortal} update admin_actions set reason = 'x' where reason = 'waiting in a savepoint'`,
  },
  {
    name: 'an act of a savepoint is edited in a savepoint before its seal',
    kind: 'edited',
    sql: `${asPortal} do $do$ begin update admin_actions set reason = 'x' where reason = 'waiting in a savepoint';
      exception when others then raise; end $do$`,
  },
  {
    name: 'an act without a seal is edited and names a number that is no transaction',
    kind: 'inserted',
    sql: `${asPortal} update admin_actions set reason = 'x', transaction_id = 0 where reason = 'waiting'`,
  },
  {
    name: 'an act without a seal is deleted and put in again with another reason',
    kind: 'state differs',
    sql: `${asPortal} create temporary table act on commit drop as select * from admin_actions where reason = 'waiting';
      delete from admin_actions where reason = 'waiting';
      update act set reason = 'x', transaction_id = pg_current_xact_id()::text::bigint; insert into admin_actions select * from act`,
  },
  {
    name: 'an act is forged',
    kind: 'foreign login',
    sql: `insert into admin_actions (action, actor, user_id) select 'roles.grant', 'staff', user_id from admin_actions where reason = 'third 1'`,
  },
  {
    name: 'an act is forged with the portal’s login',
    kind: 'state differs',
    sql: `${asPortal} ${forgedAct('', '')}`,
  },
  {
    name: 'a change is forged',
    kind: 'foreign login',
    sql: `insert into audit_log (table_name, operation, row_id, actor, changes) values ('users', 'UPDATE', gen_random_uuid(), 'staff', '{}')`,
  },
  { name: 'a change is forged with the portal’s login', kind: 'state differs', sql: forgedChange('', '') },
  {
    name: 'an act is forged into an old transaction',
    kind: 'inserted',
    sql: forgedAct(', transaction_id', ', transaction_id'),
  },
  {
    name: 'an act is forged into a future transaction',
    kind: 'inserted',
    only: 'before the next sealing',
    sql: forgedAct(', transaction_id', ', transaction_id + 1000000000'),
  },
  {
    name: 'an act is dated back in its month',
    kind: 'backdated',
    only: 'after the next sealing',
    sql: forgedAct(', created_at', `, now() - interval '5 hours'`),
  },
  {
    name: 'an act is dated back, with the superuser’s login',
    kind: 'foreign login',
    sql: `insert into admin_actions (action, actor, created_at) values ('roles.grant', 'staff', now() - interval '5 hours')`,
  },
  {
    name: 'a change takes the id of a sealed one, in another month',
    kind: 'state differs',
    sql: forgedChange(', id, created_at', `, id, date_trunc('month', now(), 'UTC') - interval '3 days'`),
  },
  {
    name: 'an act takes the id of a sealed one, in another month',
    kind: 'backdated',
    only: 'after the next sealing',
    sql: forgedAct(', id, created_at', `, id, date_trunc('month', now(), 'UTC') - interval '3 days'`),
  },
  {
    name: 'an act takes the id of a sealed one, in the same month',
    kind: 'state differs',
    sql: `${asPortal} ${forgedAct(', id, created_at', `, id, created_at + interval '1 second'`)}`,
  },
  {
    name: 'a row is changed in the role of a replica',
    kind: 'state differs',
    sql: `${asPortal} update users set email = 'thief@example.org' where city = 'Davis'`,
  },
  {
    name: 'a row is added in the role of a replica',
    kind: 'state differs',
    sql: `${asPortal} insert into role_permissions (role_code, permission_code)
      select 'support', code from permissions where code not in (select permission_code from role_permissions where role_code = 'support') limit 1`,
  },
  {
    name: 'an account is added in the role of a replica',
    kind: 'state differs',
    sql: `${asPortal} insert into users (email, first_name, last_name) values ('thief@example.org', 'A', 'Thief')`,
  },
  {
    name: 'a row is removed in the role of a replica',
    kind: 'state differs',
    sql: `${asPortal} delete from user_roles`,
  },
  {
    name: 'a trigger is disabled',
    kind: 'rules changed',
    sql: `alter table users disable trigger record_change; update users set city = 'Reno' where city = 'Davis'`,
  },
  {
    name: 'a trigger is disabled for a moment',
    kind: 'state differs',
    sql: `alter table users disable trigger all; update users set city = 'Reno' where city = 'Davis'; alter table users enable trigger all`,
  },
  {
    name: 'a function of the trail is replaced',
    kind: 'rules changed',
    sql: `create or replace function record_change_of_users() returns trigger language plpgsql as 'begin return null; end';
      update users set city = 'Reno' where city = 'Davis'`,
  },
  {
    name: 'a rule swallows what is written',
    kind: 'rules changed',
    sql: `create rule nothing as on insert to audit_log do instead nothing`,
  },
  {
    name: 'a trigger of a partition swallows what is written',
    kind: 'rules changed',
    sql: `create function swallow() returns trigger language plpgsql as 'begin return null; end';
      ${run(`create trigger swallow before insert on ${thisMonth('audit_log')} for each row execute function swallow()`)}`,
  },
  {
    name: 'everybody’s session takes on the role of a replica',
    kind: 'rules changed',
    sql: run(
      `alter database ' || quote_ident(current_database()) || ' set session_replication_role = replica`,
    ),
  },
  {
    name: 'the seal of a row is edited',
    kind: 'edited',
    sql: `update audit_row_seals set seal = 'x' where row_id = ${aChange}`,
  },
  {
    name: 'the record of a batch is edited',
    kind: 'batch damaged',
    sql: `update audit_seals set sealed_at = sealed_at - interval '1 day' where batch = 2`,
  },
  {
    name: 'the count of a batch is edited',
    kind: 'batch damaged',
    sql: `update audit_seals set rows = rows + 1 where batch = 2`,
  },
  {
    name: 'a mark is edited',
    kind: 'batch damaged',
    sql: `update audit_seals set snapshot = '3:3:' where kind = 'mark'`,
  },
  {
    name: 'the sealed rules are edited',
    kind: 'batch damaged',
    sql: `update audit_seals set details = replace(details, '730', '1') where kind = 'rules'`,
  },
  {
    name: 'the id of a key is edited',
    kind: 'key missing',
    sql: `update audit_seals set key_id = 'test-2' where batch = 2`,
  },
  {
    name: 'batches change places',
    kind: 'batch damaged',
    sql: `alter table audit_row_seals drop constraint audit_row_seals_batch_audit_seals_batch_fk;
      update audit_seals set batch = 1000 where batch = 2; update audit_seals set batch = 2 where batch = 3;
      update audit_seals set batch = 3 where batch = 1000`,
  },
  {
    name: 'a batch is forged',
    kind: 'batch damaged',
    sql: `insert into audit_seals (batch, kind, snapshot, rules_digest, key_id, seal)
      select max(batch) + 1, 'mark', '3:3:', (array_agg(rules_digest))[1], 'test-1', 'x' from audit_seals`,
  },
  {
    name: 'the first batch is removed',
    kind: 'batch missing',
    sql: `delete from audit_seals where batch = 1`,
  },
  {
    name: 'a batch is removed with its rows',
    kind: 'batch missing',
    sql: `delete from admin_actions where id in (select row_id from audit_row_seals where batch = 2);
      delete from audit_log where id in (select row_id from audit_row_seals where batch = 2);
      delete from audit_row_seals where batch = 2; delete from audit_seals where batch = 2`,
  },
  {
    name: 'a row is moved to another month',
    kind: 'deleted',
    sql: `update admin_actions set created_at = date_trunc('month', now(), 'UTC') - interval '3 days' where reason = 'first 2'`,
  },
  {
    name: 'a row is moved to another month together with its seal',
    kind: 'edited',
    sql: `update audit_row_seals set created_at = date_trunc('month', now(), 'UTC') - interval '3 days' where row_id = ${anAct('first 2')};
      update admin_actions set created_at = date_trunc('month', now(), 'UTC') - interval '3 days' where reason = 'first 2'`,
  },
  {
    name: 'the transaction of a sealed row is edited',
    kind: 'edited',
    sql: `update admin_actions set transaction_id = transaction_id - 1 where reason = 'first 2'`,
  },
  {
    name: 'the transaction of a row without a seal is moved back',
    kind: 'inserted',
    sql: `${asPortal} update admin_actions set transaction_id = (select transaction_id from admin_actions where reason = 'first 2') where reason = 'waiting'`,
  },
  {
    name: 'rows change places',
    kind: 'reordered',
    sql: `update audit_row_seals set position = 100 where batch = 2 and position = 1;
      update audit_row_seals set position = 1 where batch = 2 and position = 2;
      update audit_row_seals set position = 2 where batch = 2 and position = 100`,
  },
  {
    name: 'the policy that shows the seals is dropped',
    kind: 'rules changed',
    sql: `drop policy auditors_read on audit_seals`,
  },
  {
    name: 'a policy hides rows',
    kind: 'rules changed',
    sql: `create policy hidden on admin_actions as restrictive for select to admin_role using (reason <> 'first 2')`,
  },
  {
    name: 'row-level security of the trail is turned off',
    kind: 'rules changed',
    sql: `alter table audit_log disable row level security`,
  },
  {
    name: 'the function that lists partitions is replaced',
    kind: 'rules changed',
    sql: `create or replace function list_partitions(target text default null)
      returns table (table_name text, partition_name text, lower_bound timestamptz, upper_bound timestamptz)
      language sql as 'select null::text, null::text, null::timestamptz, null::timestamptz where false'`,
  },
  ...[
    'grant update, delete on audit_log to admin_role',
    'grant update (reason) on admin_actions to admin_role',
    `do $do$ begin execute 'grant update on audit_log_' || to_char(now() at time zone 'UTC', 'YYYY_MM') || ' to admin_role'; end $do$`,
    'grant execute on all functions in schema public to application_role',
    'grant create on schema public to application_role',
    'grant usage on schema jobs to application_role',
    'grant all on all tables in schema jobs to application_role',
    'alter default privileges in schema public grant all on tables to application_role',
    'alter function current_actor() owner to postgres',
    `do $do$ begin execute format('grant create on database %I to public', current_database()); end $do$`,
    `alter table project_applications alter column status set default 'ACCEPTED'`,
    'alter table users alter column last_name drop not null',
    'alter table users drop constraint users_one_line',
    'alter table users drop constraint users_one_line; alter table users add constraint users_one_line check (true)',
    'drop index event_registrations_one_live',
    `insert into staff_letters values ('reset-password', 'skills.manage', '{x.y}', 'Hello')`,
    `insert into member_letters values ('reset-password', null, 'Hello')`,
    `insert into permissions values ('evil.do', 'Evil')`,
    `update partitioned_tables set grace = interval '0'`,
    `create function swallow() returns event_trigger language plpgsql as 'begin end'; create event trigger swallow on ddl_command_end execute function swallow()`,
  ].map((sql): Tampering => ({ name: sql, kind: 'rules changed', sql })),
  ...[
    `update user_credentials set password_hash = '$argon2id$three'`,
    `update two_factor_secrets set encrypted_secret = '\\x05'`,
    `update users set bio = 'Thief' where bio is not null`,
    `update users set bio = null`,
  ].map(
    (sql): Tampering => ({
      name: `in the role of a replica, ${sql}`,
      kind: 'state differs',
      sql: `${asPortal} ${sql}`,
    }),
  ),
  {
    name: 'a session is added by hand',
    kind: 'state differs',
    sql: `insert into sessions (token_hash, user_id, expires_at, two_factor_at)
      select repeat('b', 64), user_id, now() + interval '1 day', now() from sessions`,
  },
  ...[
    'update audit_verifications set problems = problems + 1',
    `update audit_verifications set finished_at = finished_at + interval '1 hour'`,
    'update audit_verifications set seal = null, key_id = null',
    `insert into audit_verifications (verified_by, started_at, batches, rows, unsealed, problems, compared_anchor, compared_state, bypassed_policies)
      values ('worker', now(), 9, 9, 0, 0, true, true, true)`,
  ].map((sql): Tampering => ({ name: sql, kind: 'outcome forged', sql })),
];
