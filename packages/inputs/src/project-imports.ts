import { z } from 'zod/mini';
import { importedStatuses, projectColumnCodes, projectRowVerdicts } from './project-columns.ts';
import type { ListedProject } from './project-drafts.ts';
import { projectCategories } from './projects.ts';
import { changed, id, lineOrNone } from './text.ts';
import { readTimeOfDay } from './written-time.ts';

/** A project as the file describes it. A blank cell says nothing. */
export type ListedTerms = Pick<ListedProject, 'title' | 'agency' | 'solicitationNumber'> &
  Partial<Omit<ListedProject, 'timeZone'>>;

/** How the person wants the file to be read. `columns` has the meaning of each of its columns, blank for one that is left out. */
export const readProjectFileInput = z.object({
  importId: id,
  columns: z.array(z.enum(['', ...projectColumnCodes], 'must be one of the choices')).check(
    z.maxLength(500, 'must be at most 500'),
    z.refine((columns) => {
      const said = columns.filter((column) => column !== '');
      return new Set(said).size === said.length;
    }, 'can’t mean the same twice'),
  ),
  /** For rows that name no agency. */
  agency: z._default(lineOrNone(200), ''),
  /** For rows that name no kind of work. */
  category: z.enum(projectCategories, 'must be one of the choices'),
  /** For deadlines that name no time of day: `14:00`. Blank refuses them. */
  timeOfDay: z._default(
    z.pipe(
      changed(lineOrNone(40), (text) => (text === '' ? '' : (readTimeOfDay(text) ?? text))),
      z.string().check(z.regex(/^(?:\d{2}:\d{2})?$/, 'must be a time of day, such as 2:00 PM')),
    ),
    '',
  ),
  beginsAs: z.enum(importedStatuses, 'must be one of the choices'),
});
export type ReadProjectFileInput = z.infer<typeof readProjectFileInput>;

export const startProjectImportInput = z.object({
  importId: id,
  /** Writes what the file says over the drafts that say something else. */
  updatesDrafts: z._default(z.boolean(), false),
});
export type StartProjectImportInput = z.infer<typeof startProjectImportInput>;

export const listProjectRowsInput = z.object({
  importId: id,
  verdict: z.optional(z.enum(projectRowVerdicts)),
  /** The line after which the page begins. */
  cursor: z._default(z.int().check(z.minimum(0)), 0),
});
export type ListProjectRowsInput = z.infer<typeof listProjectRowsInput>;
