import type { inferOutput } from '@trpc/tanstack-react-query';
import { api, queryClient } from '../../lib/api.ts';

export type OwnApplication = NonNullable<inferOutput<typeof api.applications.findOwn>>;

export const refreshOwnApplication = () => queryClient.invalidateQueries(api.applications.pathFilter());
