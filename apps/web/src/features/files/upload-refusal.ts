import { statusOf } from '../../lib/api.ts';

/** The portal's refusal of a part of an upload, in words for the person who chose the file. */
export class UploadRefusal extends Error {
  readonly status: number;
  constructor(status: number, words: string, cause: unknown) {
    super(words, { cause });
    this.status = status;
  }
}

/** The cause of a failed upload in words. Undefined for one that `ErrorPanel` words itself. */
export const becauseOf = (error: unknown): string | undefined =>
  error instanceof UploadRefusal ? error.message : undefined;

/** True for a failure that the same file may not have again. A refusal of the file stays. */
export function mayPass(error: unknown): boolean {
  const status = error instanceof UploadRefusal ? error.status : statusOf(error);
  return status === undefined || isPassing(status);
}

/** Answers that another try may change: none at all, a busy server, a part that came twice, and too many requests. */
export const isPassing = (status: number) =>
  status === 0 || status >= 500 || [409, 423, 429].includes(status);

/** The reason of a stop that keeps what has arrived: the person has left the page. Any other one discards the upload. */
export const hasLeft = new DOMException('The page was left.', 'AbortError');
