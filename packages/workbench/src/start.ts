/** `npm start`: builds the pages if their sources have changed, then serves pages and API from this process. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readCommandLine } from './command-line.ts';
import { arePagesCurrent, buildPages } from './pages.ts';
import { beginStandIn } from './stripe-stand-in/begin.ts';
import { top } from './top.ts';

readCommandLine(
  `npm start    builds the pages if their sources have changed, and serves the portal on http://localhost:3000
Settings are environment variables, such as PORT. docs/settings.md lists them.`,
  {},
);
if (!arePagesCurrent()) {
  process.stdout.write('Building the pages (only after a change)…\n');
  // Ctrl-C ends the build and this process at once. Once the API runs, it handles signals itself.
  const gone = new AbortController();
  const leave = () => {
    gone.abort();
    process.exit(130);
  };
  const events = ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const;
  for (const event of events) process.once(event, leave);
  const { code, output } = await buildPages(gone.signal, 'warn');
  for (const event of events) process.removeListener(event, leave);
  if (code !== 0) {
    process.stderr.write(`${output}\nThe pages could not be built. The error is above.\n`);
    process.exit(1);
  }
}
// Somebody tries the portal on their own machine. A server sets NODE_ENV or starts `apps/api/src/main.ts` itself.
process.env.NODE_ENV ||= 'development';
Object.assign(process.env, await beginStandIn(process.env, process.env.PORT || '3000'));
await import(pathToFileURL(join(top, 'apps/api/src/main.ts')).href);
