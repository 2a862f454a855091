import { z } from 'zod/mini';
import type { BackupFolder } from './backup-folder.ts';
import { inWordsOfRepository, quiet, runPgBackRest } from './run-pgbackrest.ts';

const moments = z.object({ start: z.number(), stop: z.number() });

const stanzas = z.array(
  z.object({
    status: z.object({ code: z.number(), message: z.string() }),
    repo: z.array(z.object({ key: z.number(), status: z.object({ code: z.number(), message: z.string() }) })),
    backup: z.array(
      z.object({
        label: z.string(),
        type: z.string(),
        /** True if a page of the server had a wrong checksum. */
        error: z.optional(z.nullable(z.boolean())),
        archive: z.object({ start: z.nullable(z.string()), stop: z.nullable(z.string()) }),
        database: z.object({ id: z.number(), 'repo-key': z.number() }),
        info: z.object({ size: z.number(), repository: z.object({ delta: z.number() }) }),
        timestamp: moments,
      }),
    ),
    db: z.array(z.object({ id: z.number(), version: z.string(), 'repo-key': z.number() })),
  }),
);

/** A backup in a repository, as pgBackRest lists it. */
export interface ListedBackup {
  label: string;
  type: 'FULL' | 'DIFFERENTIAL';
  hasDamage: boolean;
  startedAt: Date;
  endedAt: Date;
  /** The size of the server, and the part that this backup added to the repository. */
  databaseBytes: number;
  addedBytes: number;
  /** The segments of the log without which it cannot be restored. */
  archive: { start: string; stop: string };
}

export interface RepositoryState {
  /** Why the repository cannot be read; undefined if it can. */
  problem: string | undefined;
  /** Oldest first. */
  backups: ListedBackup[];
  /** The name of the log's archive, such as `15-1`. */
  archiveId: string | undefined;
}

/** pgBackRest writes the line breaks of its messages into the JSON as they are. */
const withoutControls = (json: string) => [...json].map((each) => (each < ' ' ? ' ' : each)).join('');

/** The state of one repository. */
export async function readRepository(
  folder: BackupFolder,
  { number, signal }: { number: number; signal: AbortSignal },
): Promise<RepositoryState> {
  const said = await runPgBackRest(folder, [...quiet, `--repo=${number}`, '--output=json', 'info'], {
    signal,
  });
  const [found] = stanzas.parse(JSON.parse(withoutControls(said)));
  const status = found?.repo.find(({ key }) => key === number)?.status ?? found?.status;
  const db = found?.db.filter(({ 'repo-key': repository }) => repository === number).at(-1);
  return {
    // 2: no backup in it yet.
    problem: status && ![0, 2].includes(status.code) ? inWordsOfRepository(status.message) : undefined,
    archiveId: db && `${db.version}-${db.id}`,
    backups: (found?.backup ?? [])
      .filter(({ database }) => database['repo-key'] === number)
      .map((one) => ({
        label: one.label,
        type: one.type === 'full' ? ('FULL' as const) : ('DIFFERENTIAL' as const),
        hasDamage: one.error === true,
        startedAt: new Date(one.timestamp.start * 1_000),
        endedAt: new Date(one.timestamp.stop * 1_000),
        databaseBytes: one.info.size,
        addedBytes: one.info.repository.delta,
        archive: { start: one.archive.start ?? '', stop: one.archive.stop ?? '' },
      })),
  };
}
