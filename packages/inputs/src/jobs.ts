import { z } from 'zod';
import { id } from './text.ts';

export const jobStates = ['failed', 'active', 'retry', 'created', 'completed'] as const;

export const listJobsInput = z.object({
  states: z.array(z.enum(jobStates)).max(jobStates.length).default(['failed', 'retry', 'active', 'created']),
  limit: z.number().int().min(1).max(200).default(50),
});

export const retryJobInput = z.object({ id });
