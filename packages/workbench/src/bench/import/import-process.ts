/** Imports one file in its own process, and reports the time and the peak of memory before it and with it. */
import { importContractors } from '@namc/db/contractors/import/import-contractors';

const peakMiB = () => Math.round(process.resourceUsage().maxRSS / 1024);
const programMiB = peakMiB();
const [url, file] = process.argv.slice(2) as [string, string];
const { outcome, seconds, added, changed, gone } = await importContractors({
  url,
  embedded: false,
  file,
  importedBy: 'bench',
});
process.stdout.write(
  JSON.stringify({ outcome, seconds, added, changed, gone, programMiB, memoryMiB: peakMiB() }),
);
