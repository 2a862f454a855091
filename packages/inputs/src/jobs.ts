import { z } from 'zod/mini';
import { id, limit } from './text.ts';

/** The states of a job that a list can be narrowed to. */
export const jobStates = ['failed', 'active', 'retry', 'created', 'completed'] as const;

export type JobState = (typeof jobStates)[number];

export const listJobsInput = z.object({
  states: z._default(z.array(z.enum(jobStates)).check(z.maxLength(jobStates.length)), [
    'failed',
    'retry',
    'active',
    'created',
  ]),
  limit: limit(200, 50),
});

export const retryJobInput = z.object({ id });
