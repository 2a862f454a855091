/**
 * Loaded before a server's own program: tells the process that started it how much CPU it has used, or how much memory is
 * resident, when asked.
 */
process.on('message', (message) => {
  if (message === 'cpu') process.send?.(process.cpuUsage());
  if (message === 'memory') process.send?.(process.memoryUsage.rss());
});
