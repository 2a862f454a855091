import { and, eq, sql } from 'drizzle-orm';
import { recordAdminAction } from '../../audit/commands.ts';
import { lastAcceptedRun } from '../../contractors/queries/last-run.ts';
import { pick } from '../../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { Refused } from '../../engine/errors.ts';
import { addOwnFile } from '../../files/commands.ts';
import { sendLetter } from '../../mail/commands.ts';
import { users } from '../../members/tables.ts';
import { portalSettings } from '../../settings/tables.ts';
import { fileAddressSetting } from '../queries.ts';
import { fetches, imports } from '../tables.ts';
import { asked } from './decide.ts';
import { stopSilent } from './stop-silent.ts';

/**
 * Tells the pages from where the worker fetches the file: an address without its secrets, or null for nowhere. For the
 * system.
 */
export async function noteFileAddress({ orm }: WriteTransaction, address: string | null): Promise<void> {
  await orm
    .insert(portalSettings)
    .values({ name: fileAddressSetting, value: address ?? '' })
    .onConflictDoUpdate({
      target: portalSettings.name,
      set: { value: address ?? '' },
      setWhere: sql`${portalSettings.value} is distinct from excluded.value`,
    });
}

/** Lets the worker fetch the file now. @throws Refused while a fetch that was asked for waits. */
export async function askForFetch(tx: WriteTransaction): Promise<void> {
  const [asked] = await tx.orm.insert(fetches).values({ status: 'WAITING' }).returning({ id: fetches.id });
  await recordAdminAction(tx, {
    action: 'contractors.fetch',
    targetTable: 'contractor_fetches',
    targetId: asked?.id ?? '',
  });
}

/** A worker that was killed does not stand in the way of the next fetch. */
async function stopSilentFetch({ orm }: WriteTransaction): Promise<void> {
  await orm
    .update(fetches)
    .set({ status: 'FAILED', problem: 'The worker stopped in the middle.', finishedAt: sql`now()` })
    .where(and(eq(fetches.status, 'RUNNING'), sql`${fetches.heartbeatAt} < now() - interval '2 minutes'`));
}

/** The server's own words about the file whose run is the last accepted one. Without them a whole file is fetched. */
const known = pick(fetches, ['etag', 'lastModified'], 'f');
export type Known = RowOf<typeof known>;

/**
 * Begins the fetch that staff asked for, or one of the schedule. Returns its id, and what the server said of the file that is
 * loaded; undefined if the fetch that was asked for is over. For the system.
 * @throws Refused while another fetch runs.
 */
export async function beginFetch(
  tx: WriteTransaction,
  { fetchId, address }: { fetchId: string | undefined; address: string },
): Promise<({ fetchId: string } & Known) | undefined> {
  await stopSilentFetch(tx);
  let id = fetchId;
  if (!id) {
    const [made] = await tx.orm.insert(fetches).values({ status: 'RUNNING' }).returning({ id: fetches.id });
    id = made?.id ?? '';
  }
  const { count } = await tx.orm
    .update(fetches)
    .set({ status: 'RUNNING', address, heartbeatAt: sql`now()` })
    .where(and(eq(fetches.id, id), eq(fetches.status, fetchId ? 'WAITING' : 'RUNNING')));
  if (count === 0) return undefined;
  const [said] = await rowsOf(tx.sql, known)`
    select ${known(tx.sql)} from contractor_fetches f
    join contractor_imports i on i.id = f.import_id and i.run_id = (${tx.sql.unsafe(lastAcceptedRun())})
    where f.address = ${address} order by f.created_at desc limit 1`;
  return { fetchId: id, etag: said?.etag ?? null, lastModified: said?.lastModified ?? null };
}

/** Records how many bytes have arrived, and that the worker is alive. For the system. */
export async function noteFetchProgress(
  { orm }: WriteTransaction,
  { fetchId, receivedBytes }: { fetchId: string; receivedBytes: number },
): Promise<void> {
  await orm.update(fetches).set({ receivedBytes, heartbeatAt: sql`now()` }).where(eq(fetches.id, fetchId));
}

/** Records that the server has no newer file. For the system. */
export async function finishUnchangedFetch(
  { orm }: WriteTransaction,
  { fetchId }: { fetchId: string },
): Promise<void> {
  await orm
    .update(fetches)
    .set({ status: 'UNCHANGED', finishedAt: sql`now()` })
    .where(eq(fetches.id, fetchId));
}

/** Ends a fetch that was asked for while another one ran. For the system. */
export async function dropFetch({ orm }: WriteTransaction, { fetchId }: { fetchId: string }): Promise<void> {
  await orm
    .update(fetches)
    .set({ status: 'FAILED', problem: 'The file was being fetched already.', finishedAt: sql`now()` })
    .where(and(eq(fetches.id, fetchId), eq(fetches.status, 'WAITING')));
}

const same = computed({ isSame: 'boolean', isUndone: 'boolean' });

/**
 * Returns true if a fetched file is to be imported, and ends the fetch if it is the file of the last run. For the system.
 * @throws Refused for the file whose import was undone: staff alone load that again.
 */
export async function isNewFile(
  tx: WriteTransaction,
  { fetchId, sha256 }: { fetchId: string; sha256: string },
): Promise<boolean> {
  // The import itself decides this once more, when its turn comes.
  const [last] = await rowsOf(tx.sql, same)`
    select exists (select from contractor_import_runs
      where id = (${tx.sql.unsafe(lastAcceptedRun())}) and file_sha256 = ${sha256}) as "isSame",
      coalesce((select undone_at is not null from contractor_import_runs
        where file_sha256 = ${sha256} and outcome <> 'refused' order by finished_at desc limit 1), false) as "isUndone"`;
  if (last?.isSame) {
    await finishUnchangedFetch(tx, { fetchId });
    return false;
  }
  if (last?.isUndone)
    throw new Refused(
      'The server still has the file whose import was undone. The portal does not load it again by itself: import it by hand if it is right after all.',
    );
  return true;
}

/**
 * Begins the import of a fetched file whose bytes are stored: the worker loads it. For the system.
 * @throws Refused while the worker has another file.
 */
export async function importFetched(
  tx: WriteTransaction,
  {
    fetchId,
    fileName,
    etag,
    lastModified,
    ...content
  }: { fetchId: string; fileName: string; contentId: string; sha256: string; bytes: number } & Known,
): Promise<void> {
  await stopSilent(tx);
  const { bytes } = content;
  const [made] = await tx.orm
    .insert(imports)
    .values({ fileName, fileBytes: bytes, task: 'LOAD', source: 'FETCH' })
    .returning({ id: imports.id });
  if (!made) throw new Error('An insert returns its row.');
  await addOwnFile(tx, { ...content, kind: 'BOARD_FILE', name: fileName, ownerId: made.id });
  await tx.orm.update(imports).set(asked).where(eq(imports.id, made.id));
  await tx.orm
    .update(fetches)
    .set({
      status: 'NEW',
      importId: made.id,
      etag,
      lastModified,
      receivedBytes: bytes,
      finishedAt: sql`now()`,
    })
    .where(eq(fetches.id, fetchId));
}

/** Records why a fetch failed, and tells staff unless they know already. For the system. */
export async function failFetch(
  tx: WriteTransaction,
  { fetchId, problem, origin }: { fetchId: string; problem: string; origin: string },
): Promise<void> {
  await tx.orm
    .update(fetches)
    .set({ status: 'FAILED', problem, finishedAt: sql`now()` })
    .where(eq(fetches.id, fetchId));
  await alarmStaff(tx, sql`${fetches.id} = ${fetchId}`, { problem, origin });
}

/** Tells staff, unless they know already, that a fetched file was not loaded. For the system. */
export async function tellOfFailedFetch(
  tx: WriteTransaction,
  { importId, problem, origin }: { importId: string; problem: string; origin: string },
): Promise<void> {
  await alarmStaff(tx, sql`${fetches.importId} = ${importId}`, { problem, origin });
}

const receiver = pick(users, ['id', 'email'], 'u');

/** The first failure since the last success is told; the ones after it are not. */
async function alarmStaff(
  tx: WriteTransaction,
  isIt: ReturnType<typeof sql>,
  { problem, origin }: { problem: string; origin: string },
): Promise<void> {
  const { count } = await tx.orm
    .update(fetches)
    .set({ isAlarm: true })
    .where(
      and(
        isIt,
        sql`not exists (
          select from contractor_fetches told where told.is_alarm and told.created_at > coalesce((
            select max(good.created_at) from contractor_fetches good
            left join contractor_imports loaded on loaded.id = good.import_id
            where good.status = 'UNCHANGED' or loaded.status in ('ACCEPTED', 'UNCHANGED')), '-infinity'))`,
      ),
    );
  if (count === 0) return;
  const staff = await rowsOf(tx.sql, receiver)`
    select ${receiver(tx.sql)} from users u
    where u.status = 'ACTIVE' and exists (
      select from user_roles r join role_permissions p using (role_code)
      where r.user_id = u.id and p.permission_code = 'contractors.import' and (r.expires_at is null or r.expires_at > now()))
    order by u.id`;
  for (const { id, email } of staff)
    await sendLetter(tx, { userId: id, email }, 'license-file-problem', { origin, problem });
}
