import { z } from 'zod/mini';
import { projectStatuses } from './projects.ts';
import { page, searchText } from './text.ts';

/** The staff’s list of all projects. */
export const listPostingsInput = z.extend(page, {
  /** Words of the title, the description and the city. */
  q: z._default(searchText(200), ''),
  /** The status as the clock has it. */
  stage: z.optional(z.enum(projectStatuses, 'must be one of the choices')),
});
export type ListPostingsInput = z.infer<typeof listPostingsInput>;
