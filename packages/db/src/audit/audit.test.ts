import { listAuditInput } from '@namc/inputs/audit';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { recordAdminAction } from './commands.ts';
import { listAdminActions, listRowChanges } from './queries.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
let administrator: Actor = system;

const change = (actor: Actor, statement: string, requestId?: string) =>
  portal.db.write(actor, ({ sql }) => sql.unsafe(statement), requestId === undefined ? {} : { requestId });
const changesOf = (tableName: string, rowId: string) =>
  portal.db.read(system, async (tx) => (await listRowChanges(tx, { tableName, rowId, limit: 50 })).rows);

beforeAll(async () => {
  administrator = { kind: 'staff', userId: await addMember(portal.db, { roles: ['administrator'] }) };
});

describe('the trail of changed rows', () => {
  it('records who changed which column, with the old and the new value and the request', async () => {
    const userId = await addMember(portal.db, { city: 'Oakland' });
    await change(
      { kind: 'member', userId },
      `update users set city = 'Fresno', phone = '510-555-0101' where id = '${userId}'`,
      'req-7',
    );
    const [latest, first] = await changesOf('users', userId);
    expect(latest).toMatchObject({
      operation: 'UPDATE',
      userId,
      actor: 'member',
      requestId: 'req-7',
      changes: { city: ['Oakland', 'Fresno'], phone: [null, '510-555-0101'] },
    });
    expect(first).toMatchObject({ operation: 'INSERT', actor: 'system:test' });
  });

  it('keeps no row of a change that is rolled back', async () => {
    const userId = await addMember(portal.db);
    const before = (await changesOf('users', userId)).length;
    await portal.db
      .write(system, async ({ sql }) => {
        await sql`update users set city = 'Nowhere' where id = ${userId}`;
        throw new Error('undone');
      })
      .catch(() => undefined);
    expect(await changesOf('users', userId)).toHaveLength(before);
  });

  it('omits secrets, long texts, and updates without a change', async () => {
    const userId = await addMember(portal.db, { bio: 'Electrician since 1998' });
    await change(system, `insert into user_credentials values ('${userId}', '$argon2id$one')`);
    await change(
      system,
      `update user_credentials set password_hash = '$argon2id$two' where user_id = '${userId}'`,
    );
    await change(system, `update users set bio = 'Retired', city = city where id = '${userId}'`);
    await change(system, `update users set city = city where id = '${userId}'`);
    const keptOut = expect.stringMatching(/^kept out [0-9a-f]{64}$/);
    const bios = (await changesOf('users', userId)).map(({ changes }) => changes.bio);
    expect(bios[0]).toEqual([keptOut, keptOut]);
    expect(bios[0]?.[0]).not.toEqual(bios[0]?.[1]);
    expect(bios.at(-1)).toEqual([null, bios[0]?.[0]]);
    expect((await changesOf('user_credentials', userId))[0]?.changes).toEqual({
      password_hash: [keptOut, keptOut],
    });
    const everything = await portal.db.read(
      system,
      ({ sql }) =>
        sql`select from audit_log t where t::text like '%argon2id%' or t::text like '%Electrician%'`,
    );
    expect(everything).toHaveLength(0);
  });

  it('covers every column of every sensitive table, or excludes it by name', async () => {
    const leftOut = [
      'id',
      'email_key',
      'created_at',
      'updated_at',
      'albers',
      'coordinates',
      'search_vector',
      'is_active',
      'is_listed',
    ];
    const columns = await portal.owner<{ name: string; source: string }[]>`
      select format('%s.%s', relname, attname) as name, prosrc as source
      from pg_trigger join pg_class c on c.oid = tgrelid join pg_proc p on p.oid = tgfoid
      join pg_attribute on attrelid = c.oid and attnum > 0 and not attisdropped
      where tgname = 'record_change' and not relispartition and attname <> all (${leftOut})`;
    const missing = columns.filter(({ name, source }) => !source.includes(`'${name.replace(/^.*\./, '')}'`));
    expect(missing.map(({ name }) => name).sort()).toEqual([
      'admin_actions.details',
      'admin_actions.login',
      'admin_actions.request_id',
      // The facts of a card go when it is removed, so the trail doesn't keep them.
      'automatic_renewals.brand',
      'automatic_renewals.expires_month',
      'automatic_renewals.expires_year',
      'automatic_renewals.last_four',
      'automatic_renewals.looked_at',
      // Sealed: the fingerprint stands for them.
      'bid_contents.amount_cents',
      'bid_contents.bid_id',
      'bid_contents.currency',
      'bid_contents.message',
      'bid_contents.salt',
      'bid_contents.sealed',
      'bid_contents.subcontractors',
      // Sealed until the opening, and a digest could be found by trying every firm.
      'bid_exceptions.company_id',
      'bid_files.bytes',
      'bid_files.content_type',
      'bid_files.file_name',
      'bid_files.salt',
      'bid_files.sha256',
      'bid_files.storage_key',
      // It counts the changes of the others.
      'certifications.revision',
      // The change that sets it has its own time.
      'companies.asked_at',
      'companies.checked_at',
      'company_invitations.accepted_at',
      'company_people.since',
      // Ciphertext, which the rotation of keys changes. The name's digest stands for it once it is readable.
      'files.encrypted_name',
      // The bytes say it.
      'home_pictures.content_type',
      'membership_applications.submitted_at',
      'outreach_invitations.expires_at',
      'outreach_invitations.mail_id',
      'outreach_invitations.stop_key',
      'payment_refunds.document_id',
      'payment_refunds.idempotency_key',
      'payments.idempotency_key',
      // The receipt names the payment.
      'payments.receipt_id',
      // The opening names who asked for it.
      'project_outreach.added_at',
      'project_outreach.criteria',
      'projects.exceptions_until',
      'projects.external_reference',
      'projects.opening_asked_by',
      // It counts the changes that the trail holds.
      'projects.version',
      'two_factor_secrets.last_used_step',
      'two_factor_secrets.refused_codes',
      'two_factor_secrets.replacement_at',
      'two_factor_secrets.user_id',
      'user_credentials.user_id',
      'user_roles.granted_at',
      'users.security_version',
    ]);
    const tables = [...new Set(columns.map(({ name }) => name.replace(/\..*/, '')))].sort();
    expect(tables).toEqual([
      'admin_actions',
      'alert_webhooks',
      'automatic_renewals',
      'bid_clarifications',
      'bid_contents',
      'bid_exceptions',
      'bid_files',
      'certifications',
      'companies',
      'company_invitations',
      'company_people',
      'deadline_changes',
      'deposits',
      'files',
      'health_thresholds',
      'home_pictures',
      'home_sections',
      'invoices',
      'membership_applications',
      'membership_coverings',
      'membership_pauses',
      'membership_tiers',
      'memberships',
      'online_refunds',
      'outreach_invitations',
      'payment_differences',
      'payment_disputes',
      'payment_refunds',
      'payments',
      'portal_settings',
      'project_addenda',
      'project_applications',
      'project_outreach',
      'projects',
      'renewal_charges',
      'role_permissions',
      'roles',
      'secure_data',
      'two_factor_secrets',
      'user_credentials',
      'user_roles',
      'users',
    ]);
  });

  it('cannot be changed, deleted from or forged by the application', async () => {
    for (const actor of [administrator, system]) {
      for (const table of ['audit_log', 'admin_actions']) {
        await expect(change(actor, `delete from ${table}`)).rejects.toHaveProperty(
          'cause.message',
          expect.stringContaining('permission denied'),
        );
        await expect(change(actor, `update ${table} set actor = 'nobody'`)).rejects.toHaveProperty(
          'cause.message',
          expect.stringContaining('permission denied'),
        );
        await expect(change(actor, `truncate ${table}`)).rejects.toHaveProperty(
          'cause.message',
          expect.stringContaining('permission denied'),
        );
      }
      await expect(
        change(
          actor,
          `insert into audit_log (table_name, operation, row_id, actor, changes) values ('users', 'UPDATE', '1', 'x', '{}')`,
        ),
      ).rejects.toHaveProperty('cause.message', expect.stringContaining('permission denied'));
    }
    await expect(
      change(
        administrator,
        `insert into admin_actions (action, user_id, actor) values ('members.approve', gen_random_uuid(), 'staff')`,
      ),
    ).rejects.toThrow('You may not do this.');
  });

  it('lists the acts of staff and their reasons, page by page', async () => {
    const targetUserId = await addMember(portal.db);
    for (let time = 1; time <= 5; time += 1) {
      await portal.db.write(
        administrator,
        (tx) => recordAdminAction(tx, { action: 'members.suspend', targetUserId, reason: `Reason ${time}` }),
        { requestId: `req-${time}` },
      );
    }
    const page = (cursor?: string) =>
      portal.db.read(administrator, (tx) => listAdminActions(tx, { targetUserId, limit: 3, cursor }));
    const first = await page();
    const second = await page(first.nextCursor ?? undefined);
    expect([...first.rows, ...second.rows].map(({ reason, requestId }) => `${reason} ${requestId}`)).toEqual(
      [5, 4, 3, 2, 1].map((time) => `Reason ${time} req-${time}`),
    );
  });
});

describe('the trail can be filtered', () => {
  const actionsOf = async (actor: Actor, filters: object) =>
    (
      await portal.db.read(actor, (tx) =>
        listAdminActions(tx, listAuditInput.parse({ limit: 100, ...filters })),
      )
    ).rows;
  const changesFor = async (actor: Actor, filters: object) =>
    (
      await portal.db.read(actor, (tx) =>
        listRowChanges(tx, listAuditInput.parse({ limit: 100, ...filters })),
      )
    ).rows;

  it('by person, with both names for readers who may see members', async () => {
    const userId = await addMember(portal.db, {
      firstName: 'Ana',
      lastName: 'Reyes',
      roles: ['administrator'],
    });
    const targetUserId = await addMember(portal.db, { firstName: 'Ben', lastName: 'Cole' });
    await portal.db.write({ kind: 'staff', userId }, (tx) =>
      recordAdminAction(tx, { action: 'members.suspend', targetUserId, reason: 'Unpaid.' }),
    );
    const [named] = await actionsOf(administrator, { userId });
    expect(named).toMatchObject({
      userName: 'Ana Reyes',
      userEmail: `${userId}@example.org`,
      targetName: 'Ben Cole',
      targetEmail: `${targetUserId}@example.org`,
    });
    await portal.db.write(system, async ({ sql }) => {
      await sql`insert into roles (code, name, description, standing) values ('trail_reader', 'Trail', '', 10)`;
      await sql`insert into role_permissions (role_code, permission_code) values ('trail_reader', 'audit.read')`;
    });
    const reader: Actor = { kind: 'staff', userId: await addMember(portal.db, { roles: ['trail_reader'] }) };
    expect(await actionsOf(reader, { targetUserId })).toMatchObject([
      { userId, userName: null, targetUserId, targetName: null },
    ]);
  });

  it('by days in California, even when the clocks change', async () => {
    const targetUserId = await addMember(portal.db);
    // The day before the clocks go back, the day of 25 hours, and the day after.
    const instants = [
      '2025-11-02T06:59:59.999Z',
      '2025-11-02T07:00:00Z',
      '2025-11-03T07:59:59.999Z',
      '2025-11-03T08:00:00Z',
    ];
    await portal.owner`select create_monthly_partition('admin_actions', '2025-11-01')`;
    for (const at of instants) {
      await portal.owner`
        insert into admin_actions (action, actor, target_user_id, created_at, reason)
        values ('members.test', 'system:test', ${targetUserId}, ${at}::text::timestamptz, ${at})`;
    }
    const on = async (from?: string, to?: string) =>
      (await actionsOf(system, { targetUserId, from, to })).map(({ reason }) => reason).reverse();
    expect(await on('2025-11-02', '2025-11-02')).toEqual(instants.slice(1, 3));
    expect(await on(undefined, '2025-11-01')).toEqual(instants.slice(0, 1));
    expect(await on('2025-11-03')).toEqual(instants.slice(3));
    expect(() => listAuditInput.parse({ from: '2025-11-03', to: '2025-11-02' })).toThrow(
      'before the first day',
    );
    // The same with no filter but days.
    const everybody = await actionsOf(system, { from: '2025-11-02', to: '2025-11-02' });
    expect(everybody.map(({ reason }) => reason).reverse()).toEqual(instants.slice(1, 3));
  });

  it('by request, which finds an act together with the rows it changed', async () => {
    const targetUserId = await addMember(portal.db, { firstName: 'Cal' });
    await portal.db.write(
      administrator,
      async (tx) => {
        await tx.sql`update users set city = 'Fresno' where id = ${targetUserId}`;
        await recordAdminAction(tx, { action: 'members.edit', targetUserId });
      },
      { requestId: 'req-together' },
    );
    const [act] = await actionsOf(system, { targetUserId });
    const at = act?.createdAt.toISOString();
    expect(await changesFor(system, { requestId: 'req-together', at })).toMatchObject([
      {
        tableName: 'users',
        rowId: targetUserId,
        targetName: 'Cal Person',
        changes: { city: ['Oakland', 'Fresno'] },
      },
    ]);
    expect(await changesFor(system, { requestId: 'req-together', at: '2020-01-01T00:00:00Z' })).toEqual([]);
    expect(() => listAuditInput.parse({ requestId: 'req-together' })).toThrow('required with a request');
  });

  it('by account, including its own row, its roles and its memberships', async () => {
    const targetUserId = await addMember(portal.db, { firstName: 'Dan', roles: ['support'] });
    await portal.db.write(system, async ({ sql }) => {
      const [row] = await sql<{ id: string }[]>`
        insert into memberships (user_id, tier_code, starts_on, ends_on)
        values (${targetUserId}, 'REGULAR', '2026-01-01', '2026-12-31') returning id`;
      await sql`update memberships set ends_on = '2027-01-31' where id = ${row?.id ?? ''}`;
    });
    const found = await changesFor(system, { targetUserId });
    expect(found.map(({ tableName, operation }) => `${tableName} ${operation}`).sort()).toEqual([
      'memberships INSERT',
      'memberships UPDATE',
      'user_roles INSERT',
      'users INSERT',
    ]);
    expect(new Set(found.map(({ targetName }) => targetName))).toEqual(new Set(['Dan Person']));
  });

  it('by nothing, page by page from the latest month backwards', async () => {
    const total = (await portal.owner`select from audit_log where table_name <> 'admin_actions'`).length;
    const seen = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = await portal.db.read(system, (tx) => listRowChanges(tx, { limit: 7, cursor }));
      for (const { id } of page.rows) seen.add(id);
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen.size).toBe(total);
  });
});
