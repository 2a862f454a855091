import { dayWords } from '@namc/inputs/day-words';
import { distanceWords, roughDistance } from '@namc/inputs/miles';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { CircleCheck, CircleHelp, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { api } from '../../lib/api.ts';
import { formatCents } from '../../lib/formats.ts';
import { Block } from '../../ui/block.tsx';
import type { Project } from './project-queries.ts';
import { instantIn, workLabel } from './project-words.ts';

type Answer = 'yes' | 'no' | 'open';
interface Reason {
  key: string;
  answer: Answer;
  words: ReactNode;
}

const marks = {
  yes: { Icon: CircleCheck, word: 'Yes', look: 'text-ok' },
  no: { Icon: TriangleAlert, word: 'No', look: 'text-warn' },
  open: { Icon: CircleHelp, word: 'Check', look: 'text-text-2' },
} as const;
const link = 'text-link underline underline-offset-4';

/** Says if the reader's own firm can bid on a project, by the day of the deadline, with each reason. */
export function CanBid({ project }: { project: Project }) {
  const asked = useQuery(api.projects.listFits.queryOptions({ projectId: project.id }));
  return (
    <Block title="Can you bid?" what="Couldn’t compare the project with your firm" asked={asked}>
      {(fits) =>
        fits.length === 0 ? (
          <p>
            You belong to no company yet.{' '}
            <Link to="/company" className={link}>
              Add your company
            </Link>
          </p>
        ) : (
          fits.map((fit) => <OneFirm key={fit.id} project={project} fit={fit} />)
        )
      }
    </Block>
  );
}

type OwnFit = inferOutput<typeof api.projects.listFits>[number];

function OneFirm({ project, fit }: { project: Project; fit: OwnFit }) {
  const reasons = reasonsOf(project, fit);
  return (
    <section aria-label={fit.name} className="rounded-card border border-divider bg-surface p-4">
      <h3 className="font-semibold wrap-anywhere">
        {fit.name}: {fit.isQualified ? 'nothing that we know of stands in the way' : 'something is missing'}
      </h3>
      <p className="text-dense text-text-2">For {dayWords(fit.day)}, the day when bids are due.</p>
      {fit.exceptionUntil && (
        <p className="text-dense font-semibold">
          This firm has more time: it may bid until {instantIn(fit.exceptionUntil, project.deadlineTimeZone)}.
        </p>
      )}
      <ul className="mt-2 space-y-2">
        {reasons.map(({ key, answer, words }) => {
          const { Icon, word, look } = marks[answer];
          return (
            <li key={key} className="flex gap-2 text-dense">
              <Icon aria-hidden className={`mt-0.5 size-4.5 shrink-0 ${look}`} />
              <span className="min-w-0 wrap-anywhere">
                <span className="sr-only">{word}: </span>
                {words}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function reasonsOf(project: Project, fit: OwnFit): Reason[] {
  const { has, licenseNumber, day, meters, isInArea, bondingSingleCents: bond, certificates } = fit;
  const needsLicense = project.skillsRequired.some((code) => /^[A-Z]/.test(code));
  const reasons: Reason[] = [
    {
      key: 'work',
      answer: has.length > 0 ? 'yes' : 'no',
      words:
        has.length > 0
          ? `You have ${has.map(workLabel).join(', ')}.`
          : `The project asks for ${project.skillsRequired.map(workLabel).join(' or ')}. Your firm has none of these.`,
    },
  ];
  if (licenseNumber)
    reasons.push({
      key: 'license',
      answer: fit.isInGoodStanding ? 'yes' : 'no',
      words: (
        <>
          Your license{' '}
          <Link
            to="/contractors/$license"
            params={{ license: licenseNumber }}
            search={{ on: day }}
            className={link}
          >
            {licenseNumber}
          </Link>{' '}
          {fit.isInGoodStanding
            ? fit.isExemptionOver
              ? 'will be in good standing with its bond, as far as the board’s file says.'
              : `will be in good standing, with its bond${fit.isExempt ? ', and exempt from workers’ compensation' : ' and workers’ compensation'}, as far as the board’s file says.`
            : 'will not be in good standing by what the board’s file says. Look at its bond, its workers’ compensation and its last day.'}
        </>
      ),
    });
  else if (needsLicense)
    reasons.push({ key: 'license', answer: 'no', words: 'Your company names no license.' });
  if (fit.isExemptionOver)
    reasons.push({
      key: 'coverage',
      answer: 'no',
      words:
        'The license board lists your firm as exempt from workers’ compensation. On that day the exemption does not count for your classes: file coverage first.',
    });
  const distance = meters === null ? '' : ` It is ${distanceWords(roughDistance(meters, null))} away.`;
  reasons.push({
    key: 'area',
    answer: isInArea === null ? 'open' : isInArea ? 'yes' : 'no',
    words:
      isInArea === null
        ? `Your company names no service area.${distance}`
        : `The place is ${isInArea ? 'in' : 'outside'} your service area.${distance}`,
  });
  const budget = project.budgetMaxCents;
  if (budget !== null)
    reasons.push({
      key: 'bond',
      answer: bond === null ? 'open' : bond >= budget ? 'yes' : 'no',
      words:
        bond === null
          ? `The budget goes up to ${formatCents(budget)}. Your company names no bonding capacity.`
          : `Your bond for one job goes up to ${formatCents(bond)}, and the budget up to ${formatCents(budget)}.`,
    });
  if (project.needsDirRegistration) {
    const isRegistered = certificates.includes('DIR');
    reasons.push({
      key: 'dir',
      answer: isRegistered ? 'yes' : 'no',
      words: isRegistered
        ? 'Your DIR registration is good then.'
        : 'The project needs a DIR registration that is good then. Your company lists none.',
    });
  }
  for (const [kind, percent] of Object.entries(project.goals)) {
    const isHeld = certificates.includes(kind);
    reasons.push({
      key: `goal ${kind}`,
      answer: isHeld ? 'yes' : 'open',
      words: `The goal is ${percent}% ${kind}. ${
        isHeld
          ? 'Your certification counts toward it.'
          : 'Your company lists no such certification for that day.'
      }`,
    });
  }
  if (project.siteWalkAt && project.isSiteWalkMandatory)
    reasons.push({
      key: 'walk',
      answer: 'open',
      words: `Come to the site walk: ${instantIn(project.siteWalkAt, project.deadlineTimeZone)}.`,
    });
  reasons.push({
    key: 'member',
    answer: fit.isMemberThen ? 'yes' : 'open',
    words: fit.isMemberThen
      ? 'Your membership lasts until then.'
      : 'We see no active membership of yours on that day. Renew it, or end its pause, in time.',
  });
  return reasons;
}
