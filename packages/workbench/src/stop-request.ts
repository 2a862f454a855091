/**
 * Returns a signal that aborts on Ctrl-C, on SIGTERM, when the terminal closes, and when the command that started this
 * one ends, which closes the channel.
 */
export function watchForStop(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
  process.once('disconnect', () => stop.abort());
  // The channel must not keep a finished command alive.
  process.channel?.unref();
  return stop.signal;
}

export const stoppedExitCode = 130;
