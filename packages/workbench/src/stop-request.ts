/**
 * Aborts when somebody wants this command to end: Ctrl-C, SIGTERM, a closed terminal, or the command that started
 * this one has gone (its channel closes).
 */
export function watchForStop(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
  process.once('disconnect', () => stop.abort());
  // Listening must not keep a command alive that has finished.
  process.channel?.unref();
  return stop.signal;
}

export const stoppedExitCode = 130;
