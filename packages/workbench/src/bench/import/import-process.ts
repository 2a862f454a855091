/** Imports one file in its own process, and reports the time and the peak of memory. */
import { importContractors } from '@namc/db/contractors/import/import-contractors';

const [url, file] = process.argv.slice(2) as [string, string];
const { outcome, seconds, added, changed, gone } = await importContractors({
  url,
  embedded: false,
  file,
  importedBy: 'bench',
});
const memoryMiB = Math.round(process.resourceUsage().maxRSS / 1024);
process.stdout.write(JSON.stringify({ outcome, seconds, added, changed, gone, memoryMiB }));
