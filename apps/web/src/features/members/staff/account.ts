import type { inferOutput } from '@trpc/tanstack-react-query';
import type { api } from '../../../lib/api.ts';

export type Account = inferOutput<(typeof api)['members']['get']>;
export type TimelineEntry = inferOutput<(typeof api)['members']['listTimeline']>['rows'][number];
