import { z } from 'zod/mini';
import { clockTime } from './projects.ts';
import { id, listOf, manyLines, oneLine, unlessBlank } from './text.ts';

export const listAddendaInput = z.object({ projectId: id });

/** The most files that come with one addendum. */
export const mostAddendumFiles = 10;

/** A change or a clarification of an open project, by its poster. It never changes. */
export const sendAddendumInput = z.object({
  projectId: id,
  title: oneLine(200),
  content: manyLines(20_000),
  /** A later deadline for bids, on the clock of the project’s zone. */
  deadline: unlessBlank(clockTime),
  /** Uploaded files, in their order. */
  fileIds: listOf(id, mostAddendumFiles, 'files'),
});
export type SendAddendumInput = z.infer<typeof sendAddendumInput>;

export const acknowledgeAddendumInput = z.object({ addendumId: id });
export type AcknowledgeAddendumInput = z.infer<typeof acknowledgeAddendumInput>;
