import type { LicenseChange } from '../contractor.ts';

/** The changes that one file of the board brought to a license. */
interface OneFile {
  date: string;
  readAt: string;
  /** Set where several files have the same date: false for the one that was read first. */
  isLater?: boolean;
  changes: LicenseChange[];
}

/** The changes of one file together. They come newest first, also among files of one date. */
export function changesByFile(changes: LicenseChange[]): OneFile[] {
  const files = new Map<string, OneFile>();
  for (const change of changes) {
    const { noticedAt: readAt } = change;
    const date = change.fileDate ?? readAt.slice(0, 10);
    const file: OneFile = files.get(readAt) ?? { date, readAt, changes: [] };
    file.changes.push(change);
    files.set(readAt, file);
  }
  const all = [...files.values()];
  return all.map((file, at) => {
    const isSameDate = ({ date }: OneFile) => date === file.date;
    if (all.filter(isSameDate).length === 1) return file;
    return { ...file, isLater: all.slice(at + 1).some(isSameDate) };
  });
}
