/**
 * Runs `next` until a batch has no end. Each gets the end of the one before it, and undefined at first. A batch that commits by itself
 * loses nothing when the signal stops the run between two of them.
 */
export async function inBatches<End>(
  next: (after: End | undefined) => Promise<End | undefined>,
  signal?: AbortSignal,
): Promise<void> {
  let after: End | undefined;
  do {
    signal?.throwIfAborted();
    after = await next(after);
  } while (after !== undefined);
}
