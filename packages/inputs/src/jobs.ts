import { z } from 'zod';
import { id } from './text.ts';

/** The states of a job that a list can be narrowed to. */
export const jobStates = ['failed', 'active', 'retry', 'created', 'completed'] as const;

export type JobState = (typeof jobStates)[number];

export const listJobsInput = z.object({
  states: z.array(z.enum(jobStates)).max(jobStates.length).default(['failed', 'retry', 'active', 'created']),
  limit: z.number().int().min(1).max(200).default(50),
});

export const retryJobInput = z.object({ id });
