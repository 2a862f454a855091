import { z } from 'zod/mini';
import { id } from './text.ts';

/** Every job of the database's maintenance, in the order of a night. */
export const maintenanceJobs = ['partitions', 'export-partitions', 'vacuum', 'analyze', 'reindex'] as const;
export type MaintenanceJob = (typeof maintenanceJobs)[number];

export const maintenanceOutcomes = ['done', 'stopped', 'failed', 'skipped'] as const;
export type MaintenanceOutcome = (typeof maintenanceOutcomes)[number];

/** The days from one run of a job to the next. */
export const maintenanceEveryDays: Record<MaintenanceJob, number> = {
  partitions: 1,
  'export-partitions': 1,
  vacuum: 1,
  analyze: 1,
  reindex: 7,
};

/** Indexes from this size on are measured. Smaller ones cost next to nothing. */
export const measuredFromBytes = 10_000_000;

/** Staff start one job now. */
export const startMaintenanceJobInput = z.object({ job: z.enum(maintenanceJobs) });
export type StartMaintenanceJobInput = z.infer<typeof startMaintenanceJobInput>;

/** Staff stop the run that is under way. */
export const stopMaintenanceRunInput = z.object({ id });
export type StopMaintenanceRunInput = z.infer<typeof stopMaintenanceRunInput>;
