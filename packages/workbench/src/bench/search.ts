/**
 * `npm run bench search -- [--contractors 245000] [--members 20000] [--projects 50000] [--requests 200]`: the search across the portal
 * with 1 and 8 clients, as a visitor, a member and staff: its statement from the server, and through HTTP, beside the least that a
 * procedure takes. Latencies in milliseconds, and the rows that were found.
 */
import { parseArgs } from 'node:util';
import { row } from './measure/latencies.ts';
import { measureSearch } from './search/measure-search.ts';

const { values } = parseArgs({
  options: {
    contractors: { type: 'string', default: '245000' },
    members: { type: 'string', default: '20000' },
    projects: { type: 'string', default: '50000' },
    requests: { type: 'string', default: '200' },
  },
});
const [contractors = 0, members = 0, projects = 0, requests = 0] = [
  values.contractors,
  values.members,
  values.projects,
  values.requests,
].map(Number);
console.log(`${contractors} contractors, ${members} members, ${projects} projects`);
console.log(row('', 'clients', ['p50', 'p95', 'p99', 'per s']));
await measureSearch(
  { contractors, members, projects, requests },
  ({ name, way, who, clients, latencies, hits }) =>
    console.log(`${row(`${name}, ${way}, ${who}`, clients, latencies)}   ${hits} rows`),
);
