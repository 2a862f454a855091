/**
 * `npm run bench projects -- [--contractors 245000] [--members 20000] [--projects 50000] [--requests 200] [--times-ten] [--only FORM]`:
 * what a member asks of the projects, with 1 and 8 clients: each main statement in pgbench, under the same role and policies, and the
 * request through HTTP, beside the least that a procedure takes. Also the matching of one project with all members, and of one member
 * with all projects, as a transaction. Latencies in milliseconds. `--times-ten` measures ten times the members and projects
 * afterwards, and prints how many times p95 is that of before. `--only` takes the forms whose names begin so.
 */
import { parseArgs } from 'node:util';
import { row } from './measure/latencies.ts';
import { measureProjects, type ProjectFigure } from './projects/measure-projects.ts';

const { values } = parseArgs({
  options: {
    contractors: { type: 'string', default: '245000' },
    members: { type: 'string', default: '20000' },
    projects: { type: 'string', default: '50000' },
    requests: { type: 'string', default: '200' },
    'times-ten': { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [''] },
  },
});
const size = { members: Number(values.members), projects: Number(values.projects) };
const keyOf = ({ name, way, clients }: ProjectFigure) =>
  `${name}, ${way}`.padEnd(48) + String(clients).padStart(3);

async function measure(times: number): Promise<Map<string, ProjectFigure>> {
  const figures = new Map<string, ProjectFigure>();
  const [members, projects] = [size.members * times, size.projects * times];
  console.log(`${values.contractors} contractors, ${members} members, ${projects} projects`);
  console.log(row('', 'clients', ['p50', 'p95', 'p99', 'per s']));
  const options = {
    contractors: Number(values.contractors),
    members,
    projects,
    requests: Number(values.requests),
    only: values.only,
  };
  await measureProjects(options, (figure) => {
    figures.set(keyOf(figure), figure);
    console.log(row(`${figure.name}, ${figure.way}`, figure.clients, figure.latencies));
  });
  return figures;
}

const before = await measure(1);
if (values['times-ten']) {
  const after = await measure(10);
  console.log('\np95 with ten times the rows (goal: less than 2 ×)');
  for (const [key, small] of before) {
    const large = after.get(key);
    if (large) console.log(`${key} ${(large.latencies.p95 / small.latencies.p95).toFixed(2)} ×`);
  }
}
