import { needsSignIn, statusOf } from './api.ts';

/** The reason of a failure in a sentence. A request without an answer has only the browser’s own words, which say little. */
export function causeOf(error: unknown): string {
  if (needsSignIn(error)) return 'You were signed out.';
  const status = statusOf(error);
  if (status === undefined) return 'The portal didn’t respond. Check your connection and try again.';
  if (status === 503) return 'The portal’s database isn’t available right now. Try again in a minute.';
  if (status >= 500) return 'Something went wrong on our side. Try again.';
  return error instanceof Error ? error.message : 'The portal couldn’t read this request.';
}
