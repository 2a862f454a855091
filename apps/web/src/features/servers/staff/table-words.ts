import type { inferOutput } from '@trpc/tanstack-react-query';
import type { api } from '../../../lib/api.ts';
import { formatCount, formatInstant } from '../../../lib/formats.ts';
import { formatAge } from '../../../ui/short-times.ts';
import { formatBytes, formatShare } from '../../statements/staff/figures.ts';
import type { TableOrder } from './table-filters.ts';

export type TableSizes = inferOutput<(typeof api)['servers']['listTableSizes']>;
export type TableSize = TableSizes['tables'][number];

/** Fewer blocks say nothing about the share that was found in memory. */
const leastBlocks = 10_000;
/** Fewer updates say nothing about the share that left the indexes alone. */
const leastUpdates = 100;

export const totalBytes = ({ heapBytes, indexBytes, toastBytes }: TableSize): number =>
  heapBytes + indexBytes + toastBytes;

export const deadShare = ({ deadRows, liveRows }: TableSize): number =>
  deadRows === 0 ? 0 : deadRows / (deadRows + liveRows);

export const writesOf = ({ inserts, updates, deletes }: TableSize): number => inserts + updates + deletes;

/** The share of blocks that were found in memory; null if too few were read to tell. */
export function cacheShare({ blocksHit, blocksRead }: TableSize): number | null {
  const blocks = blocksHit + blocksRead;
  return blocks < leastBlocks ? null : blocksHit / blocks;
}

/** The share of updates that left the indexes alone; null after too few to tell. */
export const hotShare = ({ updates, hotUpdates }: TableSize): number | null =>
  updates < leastUpdates ? null : hotUpdates / updates;

/** When a table was last vacuumed or analyzed. “Never” is said only if the counters go back to the table's first row. */
export function lastTime(
  at: string | null,
  isByHand: boolean,
  { hasLostCounters }: Pick<TableSize, 'hasLostCounters'>,
  countedSince: string | null,
): string {
  if (at !== null) return `${formatAge(at)}, ${isByHand ? 'by hand' : 'automatic'}`;
  if (!hasLostCounters) return 'Never';
  return countedSince === null
    ? 'Unknown: statistics were lost'
    : `Not since ${formatInstant(countedSince)}, when statistics were reset`;
}

const shareOr = (share: number | null): string => (share === null ? 'Too few' : formatShare(share));

export interface TableColumn {
  order: TableOrder;
  words: string;
  show: (row: TableSize, countedSince: string | null) => string;
  /** By which rows are ordered, the largest first. */
  value: (row: TableSize) => number;
  /** The sum of all rows, for the columns that have one. */
  total?: (rows: TableSize[]) => string;
  /** True if a phone shows it only with the open table. */
  isMinor?: true;
  /** True if the embedded database counts nothing for it. */
  isCounted?: true;
}

const sum = (rows: TableSize[], of: (row: TableSize) => number): number =>
  rows.reduce((all, row) => all + of(row), 0);
const bytesColumn = (of: (row: TableSize) => number) => ({
  show: (row: TableSize) => `${row.isSizeOld ? '≈ ' : ''}${formatBytes(of(row))}`,
  value: of,
  total: (rows: TableSize[]) => formatBytes(sum(rows, of)),
});
const countColumn = (of: (row: TableSize) => number) => ({
  show: (row: TableSize) => formatCount(of(row)),
  value: of,
  total: (rows: TableSize[]) => formatCount(sum(rows, of)),
});
const timeOf = (at: string | null): number => (at === null ? 0 : new Date(at).getTime());

/** The columns after the name. */
export const tableColumns: TableColumn[] = [
  {
    order: 'rows',
    words: 'Rows',
    show: ({ rows }) => (rows === null ? 'Unknown' : `≈ ${formatCount(rows)}`),
    value: ({ rows }) => rows ?? -1,
    total: (rows) => `≈ ${formatCount(sum(rows, (row) => row.rows ?? 0))}`,
  },
  { order: 'size', words: 'Size', ...bytesColumn(totalBytes) },
  { order: 'heap', words: 'Heap', ...bytesColumn(({ heapBytes }) => heapBytes), isMinor: true },
  { order: 'indexes', words: 'Indexes', ...bytesColumn(({ indexBytes }) => indexBytes), isMinor: true },
  { order: 'toast', words: 'TOAST', ...bytesColumn(({ toastBytes }) => toastBytes), isMinor: true },
  {
    order: 'dead',
    words: 'Dead rows',
    show: (row) =>
      row.deadRows === 0 ? '0' : `${formatCount(row.deadRows)} (${formatShare(deadShare(row))})`,
    value: ({ deadRows }) => deadRows,
    total: (rows) => formatCount(sum(rows, ({ deadRows }) => deadRows)),
    isCounted: true,
  },
  {
    order: 'vacuumed',
    words: 'Vacuumed',
    show: (row, since) => lastTime(row.lastVacuum, row.isVacuumByHand, row, since),
    value: ({ lastVacuum }) => timeOf(lastVacuum),
    isCounted: true,
  },
  {
    order: 'analyzed',
    words: 'Analyzed',
    show: (row, since) =>
      `${lastTime(row.lastAnalyze, row.isAnalyzeByHand, row, since)}${row.changedRows > 0 ? `; ${formatCount(row.changedRows)} changed since` : ''}`,
    value: ({ lastAnalyze }) => timeOf(lastAnalyze),
    isMinor: true,
    isCounted: true,
  },
  {
    order: 'sequential',
    words: 'Sequential reads',
    ...countColumn(({ sequentialReads }) => sequentialReads),
    isCounted: true,
  },
  {
    order: 'index',
    words: 'Index reads',
    ...countColumn(({ indexReads }) => indexReads),
    isCounted: true,
  },
  {
    order: 'cache',
    words: 'Found in memory',
    show: (row) => shareOr(cacheShare(row)),
    value: (row) => cacheShare(row) ?? -1,
    isMinor: true,
    isCounted: true,
  },
  { order: 'writes', words: 'Writes', ...countColumn(writesOf), isMinor: true, isCounted: true },
  {
    order: 'hot',
    words: 'HOT updates',
    show: (row) => shareOr(hotShare(row)),
    value: (row) => hotShare(row) ?? -1,
    isMinor: true,
    isCounted: true,
  },
];

/** The columns of a server, or those that the embedded database knows. */
export const columnsFor = (isEmbedded: boolean): TableColumn[] =>
  tableColumns.filter(({ isCounted }) => !(isEmbedded && isCounted));

/** The rows whose name has every typed word, in the order of a column. */
export function arrangeTables(tables: TableSize[], order: TableOrder, typed: string): TableSize[] {
  const words = typed.toLowerCase().split(/\s+/);
  const column = tableColumns.find((one) => one.order === order);
  return tables
    .filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)))
    .toSorted(
      (one, other) =>
        (column ? column.value(other) - column.value(one) : 0) || one.name.localeCompare(other.name),
    );
}

/** From when on the reads and writes are counted, and where. */
export function countedInWords({ server, isReplica, countedSince }: TableSizes): string {
  const where = `${server}${isReplica ? ', a replica, because no server that accepts writes answered' : ''}`;
  return countedSince === null
    ? `Read from ${where}. Nobody knows since when it has counted reads and writes: its counters were never reset, or a crash lost them.`
    : `Read from ${where}. Reads and writes are counted since ${formatInstant(countedSince)}.`;
}

export const figuresOf = (row: TableSize) => ({
  table: row.name,
  partitions: row.partitions,
  rows_estimated: row.rows,
  heap_bytes: row.heapBytes,
  index_bytes: row.indexBytes,
  toast_bytes: row.toastBytes,
  dead_rows: row.deadRows,
  changed_since_analyze: row.changedRows,
  last_vacuum: row.lastVacuum,
  last_analyze: row.lastAnalyze,
  sequential_reads: row.sequentialReads,
  index_reads: row.indexReads,
  blocks_hit: row.blocksHit,
  blocks_read: row.blocksRead,
  inserts: row.inserts,
  updates: row.updates,
  hot_updates: row.hotUpdates,
  deletes: row.deletes,
});
