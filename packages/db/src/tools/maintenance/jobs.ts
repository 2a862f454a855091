import type { JobOfMaintenance } from './job.ts';
import { analyze } from './jobs/analyze.ts';
import { exportPartitions } from './jobs/export-partitions.ts';
import { partitions } from './jobs/partitions.ts';
import { reindex } from './jobs/reindex.ts';
import { vacuum } from './jobs/vacuum.ts';

/** Every job, in the order of a night: what must be there tomorrow comes first, and what takes longest comes last. */
export const jobs: readonly JobOfMaintenance[] = [partitions, exportPartitions, vacuum, analyze, reindex];
