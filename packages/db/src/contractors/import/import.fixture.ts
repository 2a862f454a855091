/** Imports a file and reports when lines begin to arrive, so that a test can kill it in the middle. */
import { importContractors } from './import-contractors.ts';

const [url, file] = process.argv.slice(2) as [string, string];
let told = false;
await importContractors({
  url,
  embedded: false,
  file,
  importedBy: 'fixture',
  onProgress: ({ phase }) => {
    if (phase === 'Loading' && !told) process.send?.('loading');
    told ||= phase === 'Loading';
  },
});
process.disconnect?.();
