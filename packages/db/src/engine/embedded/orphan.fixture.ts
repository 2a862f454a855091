/** Starts the embedded database and waits to be killed. */
import { startEmbedded } from './start.ts';

await startEmbedded({ directory: process.argv[2] as string });
process.send?.('started');
