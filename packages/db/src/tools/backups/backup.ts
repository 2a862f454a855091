import { text } from 'node:stream/consumers';
import { z } from 'zod/mini';
import { Refused } from '../../engine/errors.ts';
import type { ExportPlace } from '../maintenance/export-place.ts';

/** The description of a backup beside its archive. Without it there is no backup: it is written last. */
const description = z.object({
  /** The engine that made the data. */
  version: z.string(),
  /** When its data was copied. */
  takenAt: z.string(),
  /** The run’s own row, the newest one in it. */
  runId: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  /** The stored files that its rows refer to. Each lies beside it as `file-` and its name. */
  files: z.array(z.string()),
});

export type BackupDescription = z.output<typeof description>;

export const archiveOf = (name: string) => `${name}.tar.zst`;
export const descriptionOf = (name: string) => `${name}.json`;
export const storedFileOf = (file: string) => `file-${file}`;

/** The moment of a backup as its name: it sorts, and is a file name everywhere. */
export const nameOf = (at: Date) => `${at.toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
const namePattern = /^(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ)\.json$/;

/** The names of the whole backups at a place, oldest first. */
export const namesAmong = (files: string[]): string[] =>
  files.flatMap((file) => namePattern.exec(file)?.[1] ?? []).sort();

/** @throws Refused if there is no such backup, or its description is damaged. */
export async function readDescription(place: ExportPlace, name: string): Promise<BackupDescription> {
  const names = namesAmong(await place.list());
  if (!names.includes(name)) {
    const known = names.length > 0 ? `There are: ${names.slice(-10).join(', ')}` : 'There is none at all';
    throw new Refused(`There is no backup ${name} in ${place.name}. ${known}.`);
  }
  const read = await text(await place.open(descriptionOf(name)));
  const parsed = description.safeParse(jsonOf(read));
  if (!parsed.success) throw new Refused(`The description of ${name} in ${place.name} is damaged.`);
  return parsed.data;
}

function jsonOf(read: string): unknown {
  try {
    return JSON.parse(read);
  } catch {
    return undefined;
  }
}
