import { join } from 'node:path';
import { verifyTrail } from '../../../../audit/seal/verify-trail.ts';
import { openDatabase } from '../../../../database.ts';
import { systemActor } from '../../../../engine/actors.ts';
import { type Client, connect } from '../../../../engine/connection.ts';
import { getMigrationStatus } from '../../../../engine/migrations/status.ts';
import { decrypt } from '../../../../engine/secrets/cipher.ts';
import { twoFactorCell } from '../../../../sign-in/queries.ts';
import { counted, spanInWords } from '../../../health/check.ts';
import { runServerProgram } from '../../../local-servers/programs.ts';
import { migrate } from '../../../migrate/migrate.ts';
import { readWhole } from '../copy-files.ts';
import type { StoredFile } from '../file-copy-place.ts';
import { BackupFailed } from '../run-pgbackrest.ts';
import { type DrillCheck, type DrillFinding, type DrillScene, notTried } from './drill-check.ts';
import { signInOnRestored } from './sign-in-on-restored.ts';

/** `archive_timeout` and half a minute for the push. */
const mostLostSeconds = 90;
/** So many encrypted values and files are tried. */
const sampleSize = 200;
/** Files may have been deleted since the moment. A store that lacks more of them is not the portal's. */
const mostMissing = 0.1;
const everUnsealed = 10 * 365 * 86_400;

async function asSuperuser<T>(
  { server, database }: DrillScene,
  ask: (sql: Client) => Promise<T>,
): Promise<T> {
  const sql = connect(server.urlOf('postgres', database), { max: 1, applicationName: 'portal drill' });
  return ask(sql).finally(() => sql.end());
}

const heartbeat: DrillCheck = {
  name: 'the newest heartbeat',
  look: (scene) =>
    asSuperuser(scene, async (sql) => {
      const [beat] = await sql<{ at: Date }[]>`select beat_at as at from portal_heartbeat`;
      if (!beat) throw new BackupFailed('The restored server has no heartbeat.');
      const lost = Math.max(0, (scene.moment.getTime() - beat.at.getTime()) / 1_000);
      if (lost > mostLostSeconds) {
        throw new BackupFailed(
          `The newest heartbeat is ${spanInWords(lost)} older than the moment: the portal did not run then, or that much is lost.`,
        );
      }
      return {
        says: `The newest heartbeat is ${lost.toFixed(1)} s older than the moment.`,
        recoveryPointSeconds: lost,
      };
    }),
};

const pages: DrillCheck = {
  name: 'tables and indexes (pg_amcheck)',
  async look({ server, directory, database, signal }) {
    await runServerProgram(
      directory,
      'pg_amcheck',
      [
        ...['--host', server.socket, '--port', String(server.port), '--username', 'postgres'],
        ...['--heapallindexed', '--jobs', '2', '--install-missing=statistics', database],
      ],
      signal,
    ).catch((error: { stdout?: string; message: string }) => {
      signal.throwIfAborted();
      const said = (error.stdout || error.message).replaceAll(/\s+/g, ' ').trim().slice(0, 400);
      throw new BackupFailed(`pg_amcheck found damage: ${said}`);
    });
    return { says: 'pg_amcheck found every table in order, and every row in its indexes.' };
  },
};

const trail: DrillCheck = {
  name: 'the audit trail, and the rows against it',
  async look({ server, database, keys, signal }) {
    if (!keys.seals) return notTried('the audit trail (no PORTAL_SEAL_KEYS here).');
    const { problems, rows, batches } = await verifyTrail({
      url: server.urlOf('postgres', database),
      embedded: false,
      keys: keys.seals,
      withState: true,
      // Nobody seals the restored server, so its last rows wait for good.
      longestUnsealedSeconds: everUnsealed,
      signal,
    });
    if (problems.length > 0) {
      throw new BackupFailed(
        `The trail has ${counted(problems.length, 'problem')}: ${problems
          .slice(0, 3)
          .map(({ message }) => message)
          .join(' ')}`,
      );
    }
    return {
      says: `The trail is intact (${counted(rows, 'row')} in ${counted(batches, 'batch', 'batches')}), and the rows of each audited table agree with it.`,
    };
  },
};

const secrets: DrillCheck = {
  name: 'encrypted values',
  look: (scene) =>
    asSuperuser(scene, async (sql) => {
      const { ring } = scene.keys;
      if (!ring) return notTried('encrypted values (no PORTAL_KEYS here).');
      const tax = await sql<{ id: string; bytes: Buffer }[]>`
        select id, encrypted_tax_id as bytes from secure_data where encrypted_tax_id is not null limit ${sampleSize}`;
      const factors = await sql<{ id: string; bytes: Buffer }[]>`
        select user_id as id, encrypted_secret as bytes from two_factor_secrets limit ${sampleSize}`;
      for (const { id, bytes } of tax) {
        decrypt(ring, { table: 'secure_data', column: 'encrypted_tax_id', row: id }, bytes);
      }
      for (const { id, bytes } of factors) decrypt(ring, twoFactorCell(id), bytes);
      const count = tax.length + factors.length;
      return count === 0
        ? notTried('encrypted values (there were none).')
        : { says: `${counted(count, 'encrypted value')} can be read with the keys.` };
    }),
};

const storedFiles: DrillCheck = {
  name: 'files',
  look: (scene) =>
    asSuperuser(scene, async (sql) => {
      const { copies, moment } = scene;
      const { completeAt } = await copies.readProgress();
      if (!completeAt) return lookInStore(scene, sql);
      // A file of the last moments may have had no copy yet when the machine was lost.
      const wanted = await sql<StoredFile[]>`
        select distinct c.id::text, c.sha256 from file_contents c join files f on f.content_id = c.id
        where c.stored_at < ${new Date(moment.getTime() - mostLostSeconds * 1_000)} and c.discarded_at is null`;
      const there = new Set(await copies.list());
      const missing = wanted.filter(({ id }) => !there.has(id));
      if (missing.length > 0) {
        throw new BackupFailed(
          `${missing.length} of ${counted(wanted.length, 'file')} have no copy in ${copies.name}: ${missing[0]?.id}`,
        );
      }
      const sample = wanted.toSorted(() => Math.random() - 0.5).slice(0, sampleSize);
      for (const file of sample) {
        scene.signal.throwIfAborted();
        await readWhole(copies, file).catch((error: Error) => {
          throw new BackupFailed(`The copy of ${file.id} cannot be read: ${error.message}`);
        });
      }
      return {
        says:
          wanted.length === 0
            ? 'No row refers to a file.'
            : `${counted(wanted.length, 'file')} of that moment ${wanted.length === 1 ? 'has a copy' : 'have copies'}; ${sample.length} of them read and found whole.`,
      };
    }),
};

/** Without copies the files are looked for in the portal's own store. */
async function lookInStore({ fileStore, signal }: DrillScene, sql: Client): Promise<DrillFinding> {
  if (!fileStore) {
    return notTried(
      'files (they have no copies, and the store of files is not on this machine: FILE_STORE).',
    );
  }
  const wanted = await sql<{ id: string }[]>`
    select id from (
      select distinct c.id from file_contents c join files f on f.content_id = c.id
      where c.stored_at is not null and c.discarded_at is null) kept order by random() limit ${sampleSize}`;
  let missing = 0;
  for (const { id } of wanted) {
    signal.throwIfAborted();
    await fileStore.open(id).then(
      (stream) => void stream.destroy(),
      () => {
        missing += 1;
      },
    );
  }
  if (missing > wanted.length * mostMissing) {
    throw new BackupFailed(`${missing} of ${counted(wanted.length, 'file')} are not in ${fileStore.name}.`);
  }
  const gone = missing > 0 ? ` ${counted(missing, 'other')} is gone: deleted since, or lost.` : '';
  return {
    says:
      wanted.length === 0
        ? 'No row refers to a file.'
        : `${counted(wanted.length - missing, 'file')} are in ${fileStore.name}.${gone}`,
  };
}

const migrations: DrillCheck = {
  name: 'migrations',
  async look({ server, database, signal }) {
    const ownerUrl = server.urlOf('portal_owner', database);
    const db = openDatabase({ url: ownerUrl, maxConnections: 1 });
    const status = await db.read(systemActor('portal drill'), getMigrationStatus).finally(() => db.close());
    if (status.problem)
      throw new BackupFailed(`Its migrations are not those of this portal: ${status.problem}`);
    if (status.current) return { says: 'Its migrations are current.' };
    // The moment was before the last update of the portal.
    await migrate({ ownerUrl, embedded: false, signal });
    return { says: `${counted(status.pending.length, 'later migration')} could be applied.` };
  },
};

const signIn: DrillCheck = {
  name: 'a sign-in',
  isOfWhole: true,
  look: signInOnRestored,
};

/** Every check of a running restored server. The sign-in writes, so it comes last. */
export const drillChecks: readonly DrillCheck[] = [
  heartbeat,
  pages,
  trail,
  secrets,
  storedFiles,
  migrations,
  signIn,
];

/** Reads every page of a stopped restored server. */
export async function checkPageChecksums({ directory, signal }: DrillScene): Promise<string> {
  const data = join(directory, 'data');
  const control = await runServerProgram(directory, 'pg_controldata', [data]);
  if (/^Data page checksum version:\s+0$/m.test(control))
    return 'Not tried: checksums of pages (the server has none).';
  const said = await runServerProgram(directory, 'pg_checksums', ['--check', '--pgdata', data], signal).catch(
    (error: { stdout?: string; stderr?: string; message: string }) => {
      signal.throwIfAborted();
      const lines = `${error.stderr ?? ''}\n${error.stdout ?? ''}`.split('\n');
      const bad = lines.filter((line) => /failed|bad checksums|error/i.test(line)).slice(0, 3);
      throw new BackupFailed(`pg_checksums found damaged pages: ${bad.join(' ') || error.message}`);
    },
  );
  const blocks = /Blocks scanned:\s+(\d+)/.exec(said)?.[1];
  return `${counted(Number(blocks), 'page')} match their checksums.`;
}
