import { z } from 'zod/mini';
import { id } from './text.ts';

export const followProjectInput = z.object({ projectId: id });
export type FollowProjectInput = z.infer<typeof followProjectInput>;
