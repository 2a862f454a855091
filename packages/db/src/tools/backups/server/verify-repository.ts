import { counted } from '../../health/check.ts';
import type { BackupFolder } from './backup-folder.ts';
import type { Repository } from './configuration.ts';
import { findGaps } from './continuity.ts';
import { readRepository } from './information.ts';
import { BackupFailed, quiet, runPgBackRest, type Watched } from './run-pgbackrest.ts';

/** So many missing segments are named. */
const named = 5;

/**
 * Reads everything in a repository, compares it with its checksums, and demands the log without a gap. Returns a sentence for each finding.
 * @throws BackupFailed that names what is damaged or missing.
 */
export async function verifyRepository(
  folder: BackupFolder,
  {
    repository,
    segmentBytes,
    signal,
    onProgress,
  }: Watched & { repository: Repository; segmentBytes: number },
): Promise<string[]> {
  const { number, place } = repository;
  onProgress(`Reading repository ${number} (${place})`);
  // Its exit code is 0 with broken files too, so its output is judged.
  const said = await runPgBackRest(
    folder,
    [
      '--log-level-console=off',
      '--log-level-stderr=error',
      `--repo=${number}`,
      '--output=text',
      '--verbose',
      'verify',
    ],
    { signal },
  );
  const damage = damageIn(said);
  onProgress('Looking for gaps in the log');
  const state = await readRepository(folder, { number, signal });
  const damaged = state.backups.filter(({ hasDamage }) => hasDamage);
  const { count, gaps } = await readArchive(folder, { ...state, number, segmentBytes, signal });
  const problems = [
    ...damage,
    ...damaged.map(({ label }) => `${label} was made of a server with a damaged page`),
    ...(gaps.length > 0
      ? [
          `the log lacks ${counted(gaps.length, 'segment')}: ${gaps.slice(0, named).join(', ')}${gaps.length > named ? ', …' : ''}`,
        ]
      : []),
    ...(state.backups.length === 0 ? ['there is no backup in it'] : []),
  ];
  if (problems.length > 0) throw new BackupFailed(`Repository ${number}: ${problems.join('; ')}.`);
  return [
    `${counted(state.backups.length, 'backup')} and ${counted(count, 'segment')} of the log match their checksums.`,
    'The log has no gap.',
  ];
}

const damageWords = {
  missing: 'missing',
  'checksum invalid': 'with a wrong checksum',
  'size invalid': 'of a wrong size',
  other: 'that cannot be read',
} as const;

/** The damage of which pgBackRest's verification tells: each part of a repository with the number of its broken files. */
export function damageIn(said: string): string[] {
  const damage: string[] = [];
  let part = 'the repository';
  for (const line of said.split('\n')) {
    part = /(?:archiveId|backup): ([\w-]+)/.exec(line)?.[1] ?? part;
    for (const [, what = 'other', count] of line.matchAll(
      /(missing|checksum invalid|size invalid|other): (\d+)/g,
    )) {
      if (Number(count) > 0) {
        damage.push(
          `${part} has ${counted(Number(count), 'file')} ${damageWords[what as keyof typeof damageWords]}`,
        );
      }
    }
  }
  if (damage.length > 0 || /status: ok/.test(said)) return damage;
  return [`its verification says: ${said.replaceAll(/\s+/g, ' ').trim().slice(0, 300)}`];
}

async function readArchive(
  folder: BackupFolder,
  {
    archiveId,
    backups,
    number,
    segmentBytes,
    signal,
  }: Awaited<ReturnType<typeof readRepository>> & {
    number: number;
    segmentBytes: number;
    signal: AbortSignal;
  },
): Promise<{ count: number; gaps: string[] }> {
  const within = `archive/portal/${archiveId}`;
  const listed: Record<string, unknown> = JSON.parse(
    await runPgBackRest(
      folder,
      [...quiet, `--repo=${number}`, '--recurse', '--output=json', 'repo-ls', within],
      {
        signal,
      },
    ),
  );
  const names = Object.keys(listed);
  const segments = names.flatMap((name) => /(?:^|\/)([0-9A-F]{24})-[0-9a-f]{40}/.exec(name)?.[1] ?? []);
  const histories = new Map<number, string>();
  for (const name of names) {
    const [, timeline] = /(?:^|\/)([0-9A-F]{8})\.history$/.exec(name) ?? [];
    if (!timeline) continue;
    const text = await runPgBackRest(
      folder,
      [...quiet, `--repo=${number}`, 'repo-get', `${within}/${name}`],
      {
        signal,
      },
    );
    histories.set(Number.parseInt(timeline, 16), text);
  }
  return { count: segments.length, gaps: findGaps({ segments, histories, backups, segmentBytes }) };
}
