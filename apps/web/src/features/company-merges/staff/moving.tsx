import { formatCount, plural } from '../../../lib/formats.ts';
import type { MergePair } from './compared.tsx';

/** One row and several rows of a table, in words. A table without words shows its name. */
const wordsOf: Record<string, [one: string, many: string]> = {
  certifications: ['certification, with earlier ones', 'certifications, with earlier ones'],
  company_invitations: ['invitation, with accepted ones', 'invitations, with accepted ones'],
  company_merges: ['earlier merge', 'earlier merges'],
  company_people: ['person', 'people'],
  files: ['logo or picture', 'logos and pictures'],
  project_applications: ['bid', 'bids'],
  projects: ['project', 'projects'],
  wanted_certifications: ['kind of certification that it needs', 'kinds of certifications that it needs'],
};

/** The number of rows of the company that goes, and that belong to the other one afterwards. */
export function Moving({ pair: { company, duplicate, moving } }: { pair: MergePair }) {
  return (
    <section aria-labelledby="moving" className="space-y-2">
      <h2 id="moving" className="text-h3 font-semibold break-words">
        Moves from {duplicate.name} to {company.name}
      </h2>
      <ul className="list-disc space-y-1 pl-5">
        {moving.map(({ ofTable, rows }) => {
          const [one, many] = wordsOf[ofTable] ?? [
            ofTable.replaceAll('_', ' '),
            ofTable.replaceAll('_', ' '),
          ];
          return (
            <li key={ofTable}>
              {formatCount(rows)} {plural(rows, one, many)}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
