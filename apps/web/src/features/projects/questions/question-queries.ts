import { queryOptions } from '@tanstack/react-query';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { api, queryClient } from '../../../lib/api.ts';

export type Question = inferOutput<typeof api.questions.list>[number];

export const questionsQuery = (projectId: string) =>
  queryOptions(api.questions.list.queryOptions({ projectId }));

export const refreshQuestions = (): Promise<void> =>
  queryClient.invalidateQueries(api.questions.pathFilter());
