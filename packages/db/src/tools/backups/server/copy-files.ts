import { pipeline } from 'node:stream/promises';
import type { FileStore } from '../../../engine/file-store.ts';
import { counted } from '../../health/check.ts';
import { type AgentServers, withAgentServers } from './agent-servers.ts';
import type { ServerPlace } from './backup-folder.ts';
import { type Repository, readRepositories } from './configuration.ts';
import { type CopyPlace, copyPlaceOf, type StoredFile } from './file-copy-place.ts';
import { readRepository } from './information.ts';
import { BackupFailed, type Watched } from './run-pgbackrest.ts';

/** A file becomes visible a moment after the time that stands in its row. */
const overlapMs = 3_600_000;
/** So often every file is compared with its copy’s name. */
const wholeEveryMs = 20 * 3_600_000;
const pageSize = 5_000;
/** A store or a repository that refuses so many files in one pass is away. */
const mostFailures = 50;
/** So many problems are named. */
const named = 3;
const firstId = '00000000-0000-0000-0000-000000000000';

interface DatedFile extends StoredFile {
  storedAt: Date;
}

/** The stored files of the portal after a moment, or those that are named, a page at a time. */
export async function* storedFiles(
  { primary }: AgentServers,
  since: Date,
  wanted: string[] | null = null,
): AsyncGenerator<DatedFile[]> {
  for (let after = firstId; ; ) {
    const page = await primary<DatedFile[]>`
      select id::text, sha256, stored_at as "storedAt" from stored_files(${since.toISOString()}, ${after}::text::uuid, ${wanted && `{${wanted.join()}}`}::text::uuid[], ${pageSize}::int)`;
    if (page.length > 0) yield page;
    if (page.length < pageSize) return;
    after = page.at(-1)?.id ?? after;
  }
}

/** The files that a process knows to have a copy, by repository. */
interface Known {
  copied: Set<string>;
  /** The beginning of the last complete pass, and of the last one over every file. */
  completeAt: Date | undefined;
  wholeAt: Date | undefined;
}

/** Copies the portal’s files into the repositories of a server. A process that goes on has one, which remembers what it has seen. */
export class FileCopier {
  readonly #known = new Map<number, Known>();

  /**
   * Makes a copy of each stored file that has none, in each repository, and notes how far that came. A pass over every file also removes the copies
   * of files that were gone before the oldest backup began: no moment that can be restored refers to them. Does nothing beside a replica.
   * Returns the number of copies that it made.
   */
  async copy(
    place: ServerPlace,
    {
      fileStore,
      isWhole = false,
      number: wanted,
      ...watched
    }: Watched & { fileStore: FileStore; isWhole?: boolean; number?: number | undefined },
  ): Promise<number> {
    const repositories = await readRepositories(place.folder);
    if (repositories.length === 0) return 0;
    return withAgentServers(place.urls, async (servers) => {
      if (!servers.isPrimary) return 0;
      let made = 0;
      const problems: string[] = [];
      for (const repository of repositories.filter(({ number }) => (wanted ?? number) === number)) {
        const pass = { ...watched, place, servers, repository, fileStore, isWhole };
        const result = await this.#copyInto(pass);
        made += result.made;
        if (result.problem) problems.push(`Repository ${repository.number}: ${result.problem}`);
      }
      if (problems.length > 0) throw new BackupFailed(problems.join(' '));
      return made;
    });
  }

  async #copyInto(pass: Pass): Promise<{ made: number; problem: string | null }> {
    const { place, servers, repository, isWhole, signal } = pass;
    const [row] = await servers.primary<{ now: Date }[]>`select clock_timestamp() as now`;
    const began = row?.now ?? new Date();
    const known = this.#known.get(repository.number);
    const whole =
      isWhole ||
      !known?.wholeAt ||
      !known.completeAt ||
      began.getTime() - known.wholeAt.getTime() > wholeEveryMs;
    const result = { made: 0, problem: null as string | null };
    let copied = known?.copied ?? new Set<string>();
    let name = repository.place;
    try {
      const copies = await copyPlaceOf(place.folder, repository);
      name = copies.name;
      if (whole) copied = new Set(await copies.list());
      const since =
        whole || !known?.completeAt ? new Date(0) : new Date(known.completeAt.getTime() - overlapMs);
      const stored = whole ? new Set<string>() : undefined;
      const failed = new Map<string, string>();
      for await (const page of storedFiles(servers, since)) {
        for (const file of page) {
          signal.throwIfAborted();
          stored?.add(file.id);
          if (copied.has(file.id)) continue;
          pass.onProgress(`Copying files to repository ${repository.number}  ${result.made + 1}`);
          try {
            await copies.write(file, await pass.fileStore.open(file.id));
            copied.add(file.id);
            result.made += 1;
          } catch (error) {
            signal.throwIfAborted();
            failed.set(file.id, error instanceof Error ? error.message : String(error));
            if (failed.size === mostFailures) throw error;
          }
        }
      }
      result.problem = await this.#stillMissing(servers, failed);
      const isComplete = result.problem === null;
      if (stored) await noteGone(pass, { copies, copied, stored, began, isComplete });
      this.#known.set(repository.number, {
        copied,
        completeAt: isComplete ? began : known?.completeAt,
        wholeAt: whole ? began : known?.wholeAt,
      });
    } catch (error) {
      signal.throwIfAborted();
      result.problem = error instanceof Error ? error.message : String(error);
    }
    const why = result.problem && oneLine(result.problem);
    await servers.primary`
      select note_file_copies(${servers.name}, ${repository.number}::int, ${name}, ${began.toISOString()}, ${copied.size}::bigint, ${why})`;
    return result;
  }

  /** The problem of the files that could not be copied and are not gone meanwhile. */
  async #stillMissing(servers: AgentServers, failed: Map<string, string>): Promise<string | null> {
    const missing: string[] = [];
    if (failed.size > 0)
      for await (const page of storedFiles(servers, new Date(0), [...failed.keys()]))
        missing.push(...page.map(({ id }) => failed.get(id) ?? id));
    if (missing.length === 0) return null;
    const reasons = [...new Set(missing)].slice(0, named).join(' ');
    return `${counted(missing.length, 'stored file')} could not be copied. ${reasons}`;
  }
}

interface Pass extends Watched {
  place: ServerPlace;
  servers: AgentServers;
  repository: Repository;
  fileStore: FileStore;
  isWhole: boolean;
}

const oneLine = (said: string) => said.replaceAll(/[\s\p{C}]+/gu, ' ').slice(0, 1_000);

/** Notes which copies are of files that are gone, and removes those that no restored moment can need. */
async function noteGone(
  { place, repository: { number }, signal }: Pass,
  {
    copies,
    copied,
    stored,
    began,
    isComplete,
  }: { copies: CopyPlace; copied: Set<string>; stored: Set<string>; began: Date; isComplete: boolean },
): Promise<void> {
  const before = await copies.readProgress();
  const gone: Record<string, string> = {};
  for (const id of copied) if (!stored.has(id)) gone[id] = before.gone[id] ?? began.toISOString();
  const { backups } = await readRepository(place.folder, { number, signal });
  const oldest = backups[0]?.startedAt;
  for (const [id, noticedAt] of Object.entries(gone)) {
    if (!oldest || new Date(noticedAt) >= oldest) continue;
    signal.throwIfAborted();
    await copies.remove(id);
    copied.delete(id);
    delete gone[id];
  }
  await copies.writeProgress({ completeAt: isComplete ? began.toISOString() : before.completeAt, gone });
}

/**
 * Reads every copy of a repository to its end. Returns a finding, or none where nothing was ever copied.
 * @throws BackupFailed that says how many are damaged or missing.
 */
export async function verifyFileCopies(
  place: ServerPlace,
  servers: AgentServers,
  { repository, signal, onProgress }: Watched & { repository: Repository },
): Promise<string[]> {
  const copies = await copyPlaceOf(place.folder, repository);
  const { completeAt } = await copies.readProgress();
  if (!completeAt) return [];
  const lastCopied = new Date(completeAt).getTime() - overlapMs;
  const there = new Set(await copies.list());
  const problems: string[] = [];
  let count = 0;
  for await (const page of storedFiles(servers, new Date(0))) {
    for (const file of page) {
      signal.throwIfAborted();
      onProgress(`Reading the copies of files in repository ${repository.number}  ${count + 1}`);
      if (there.has(file.id)) {
        count += 1;
        await readWhole(copies, file).catch((error: Error) => problems.push(`${file.id}: ${error.message}`));
      } else if (file.storedAt.getTime() < lastCopied) problems.push(`${file.id} has no copy`);
    }
  }
  if (problems.length > 0) throw new BackupFailed(inShort(repository, problems));
  return [`${counted(count, 'copy', 'copies')} of files match their checksums.`];
}

const inShort = ({ number }: Repository, problems: string[]) =>
  `Repository ${number}: ${counted(problems.length, 'copy', 'copies')} of files cannot be read. ${problems.slice(0, named).join('; ')}`;

/** Reads a copy to its end. @throws if it is not what the file was. */
export async function readWhole(copies: CopyPlace, file: StoredFile): Promise<void> {
  await pipeline(await copies.open(file), async (source: AsyncIterable<Buffer>) => {
    for await (const _part of source);
  });
}
