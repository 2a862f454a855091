import type { inferOutput } from '@trpc/tanstack-react-query';
import type { api } from '../../../lib/api.ts';

export type ApplicationDetail = inferOutput<(typeof api)['applications']['get']>;
export type Reviewer = ApplicationDetail['reviewers'][number];
export type ApplicationRow = inferOutput<(typeof api)['applications']['list']>['rows'][number];
