import { daysOfCounting } from '@namc/inputs/servers';
import type { inferOutput } from '@trpc/tanstack-react-query';
import type { api } from '../../../lib/api.ts';
import { formatBytes, formatShare } from '../../statements/staff/figures.ts';

export type TableIndexes = inferOutput<(typeof api)['servers']['listTableIndexes']>;
export type TableIndex = TableIndexes['indexes'][number];
export type IndexMeasurement = inferOutput<(typeof api)['servers']['listIndexMeasurements']>[number];

/** A fault of an index, and the SQL that a person may run about it. */
export interface IndexMark {
  word: 'Invalid' | 'Duplicate' | 'Unused' | 'Bloated';
  says: string;
  fix: { sql: string; lock: string };
}

/** A new index would save at least this share, as in the job that rebuilds indexes. */
const bloatedFrom = 0.3;

/** Whether no server has read an index for long enough to say so; null if nobody can tell. */
export function isUnused(index: TableIndex, { servers, isEmbedded }: TableIndexes): boolean | null {
  if (!index.isForReadsAlone) return false;
  if (index.reads.some(({ reads }) => reads > 0)) return false;
  const isTold = servers.every(
    ({ problem, days }) => problem === null && days !== null && days >= daysOfCounting,
  );
  return isEmbedded || !isTold || index.reads.length < servers.length ? null : true;
}

export function marksOf(
  index: TableIndex,
  answer: TableIndexes,
  measured: IndexMeasurement | undefined,
): IndexMark[] {
  const marks: IndexMark[] = [];
  if (!index.isValid) {
    marks.push({
      word: 'Invalid',
      says: `Its build broke off: nobody reads it, and each write keeps it up to date.${index.isUnique ? ' It keeps no duplicates out.' : ''} Drop it, and build it again from its definition.`,
      fix: index.drop,
    });
  }
  if (index.sameAs) {
    marks.push({
      word: 'Duplicate',
      says: `It is the same as ${index.sameAs}, so that no read needs it.`,
      fix: index.drop,
    });
  }
  if (isUnused(index, answer) === true) {
    marks.push({
      word: 'Unused',
      says: `No server has read it in ${daysOfCounting} days or more. Keep its definition: a report of once a year may need it.`,
      fix: index.drop,
    });
  }
  if (measured?.isCurrent && measured.wasted >= bloatedFrom * measured.bytes) {
    marks.push({
      word: 'Bloated',
      says: `A new index would take ${formatBytes(Math.round(measured.wasted))} less, ${formatShare(measured.wasted / measured.bytes)} of it. The weekly maintenance rebuilds it.`,
      fix: index.rebuild,
    });
  }
  return marks;
}

/** The purpose of an index, in a sentence. */
export function purposeOf({
  isPrimaryKey,
  isUnique,
  constraint,
  foreignKeys,
  pointedTo,
}: TableIndex): string {
  const parts = [
    isPrimaryKey
      ? 'Primary key'
      : isUnique
        ? `Unique${constraint ? ` (constraint ${constraint})` : ''}`
        : constraint
          ? `Constraint ${constraint}`
          : '',
    foreignKeys.length > 0
      ? `serves the foreign ${foreignKeys.length === 1 ? 'key' : 'keys'} ${foreignKeys.join(', ')}`
      : '',
    pointedTo > 0 ? `${pointedTo} foreign ${pointedTo === 1 ? 'key points' : 'keys point'} to it` : '',
  ].filter((part) => part !== '');
  if (parts.length === 0) return 'For reads alone.';
  const sentence = parts.join('; ');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}
