import { formatPhone } from '@namc/inputs/phone';
import { useQuery } from '@tanstack/react-query';
import { Facts } from '../../ui/facts.tsx';
import { kindsQuery } from '../directory/directory-queries.ts';
import type { Project } from './project-queries.ts';
import { budgetWords, instantIn, workLabel } from './project-words.ts';

/** The terms of a project. */
export function ProjectFacts({ project }: { project: Project }) {
  const kinds = useQuery(kindsQuery());
  const zone = project.deadlineTimeZone;
  const place = [project.street, [project.city, project.zipCode].filter(Boolean).join(' ')]
    .filter(Boolean)
    .join(', ');
  const goals = Object.entries(project.goals)
    .map(([code, percent]) => {
      const name = kinds.data?.find((kind) => kind.code === code)?.name ?? code;
      return `${name}: ${percent}%`;
    })
    .join('\n');
  return (
    <section aria-labelledby="the-terms" className="space-y-3">
      <h2 id="the-terms" className="text-h3 font-semibold">
        The terms
      </h2>
      <Facts
        facts={[
          ['Trades and skills', project.skillsRequired.map(workLabel).join('\n')],
          ['Budget', budgetWords(project.budgetMinCents, project.budgetMaxCents)],
          ['Place', [place, project.county && `${project.county} County`].filter(Boolean).join('\n')],
          ['Public works', project.isPublicWorks && 'Yes'],
          [
            'DIR registration',
            project.needsDirRegistration &&
              'Needed: the contractor and each subcontractor have to be registered with the Department of Industrial Relations.',
          ],
          ['Participation goals', goals],
          ['NAICS codes', project.naicsCodes.join(', ')],
          ['Questions until', project.questionsUntil && instantIn(project.questionsUntil, zone)],
          [
            'Site walk',
            project.siteWalkAt &&
              [
                instantIn(project.siteWalkAt, zone),
                project.siteWalkPlace,
                project.isSiteWalkMandatory ? 'Mandatory: only firms that come can bid.' : 'Optional',
              ]
                .filter(Boolean)
                .join('\n'),
          ],
          ['Contact', project.contactName],
          [
            'Phone',
            project.contactPhone && (
              <a href={`tel:${project.contactPhone}`} className="text-link underline underline-offset-4">
                {formatPhone(project.contactPhone)}
              </a>
            ),
          ],
          [
            'Email',
            project.contactEmail && (
              <a href={`mailto:${project.contactEmail}`} className="text-link underline underline-offset-4">
                {project.contactEmail}
              </a>
            ),
          ],
        ]}
      />
    </section>
  );
}
