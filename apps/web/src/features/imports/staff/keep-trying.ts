/** The pauses before a request is sent again. Together they are shorter than the silence after which an upload counts as stopped. */
const pausesMs = [1_000, 2_000, 4_000, 8_000];

/** A request that may succeed when it is sent again. */
export class Lost extends Error {}

/**
 * Sends a request again, after growing pauses, as long as it is `Lost`. `onRetry` is told true when it waits for another try,
 * and false once one was answered.
 */
export async function keepTrying<Answer>(
  send: () => Promise<Answer>,
  { onRetry, signal }: { onRetry: (isRetrying: boolean) => void; signal: AbortSignal },
): Promise<Answer> {
  for (let failures = 0; ; failures += 1) {
    try {
      const answer = await send();
      if (failures > 0) onRetry(false);
      return answer;
    } catch (error) {
      const pause = pausesMs[failures];
      if (!(error instanceof Lost) || pause === undefined) throw error;
      onRetry(true);
      await pauseFor(pause, signal);
    }
  }
}

function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        reject(signal.reason);
      },
      { once: true },
    );
  });
}
