import type { inferOutput } from '@trpc/tanstack-react-query';
import type { api } from '../../../lib/api.ts';

export type AdminAction = inferOutput<(typeof api)['audit']['listActions']>['rows'][number];
export type RowChange = inferOutput<(typeof api)['audit']['listChanges']>['rows'][number];
