/** A hidden page paints nothing. */
const longestWaitMs = 100;

/**
 * Resolves when the browser has painted what changed. A slow phone needs long for what follows from a tap: the tap's own sign
 * comes first.
 */
export function afterPaint(): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(resolve, longestWaitMs);
    requestAnimationFrame(() => {
      clearTimeout(late);
      // The timer comes behind the frame's paint.
      setTimeout(resolve);
    });
  });
}
