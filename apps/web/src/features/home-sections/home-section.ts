import type { inferOutput } from '@trpc/tanstack-react-query';
import type { api } from '../../lib/api.ts';

export type HomePageContent = inferOutput<(typeof api)['homeSections']['getPage']>;
export type HomeSection = HomePageContent['sections'][number];
