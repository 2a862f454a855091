import { clockTimeOf } from '@namc/inputs/clock-time';
import { formatPhone } from '@namc/inputs/phone';
import type { saveProjectInput } from '@namc/inputs/project-drafts';
import type { z } from 'zod/mini';
import type { Project } from '../project-queries.ts';
import { typedAmount } from '../project-words.ts';

export type ProjectValues = z.input<typeof saveProjectInput>;

/** The facts of a project, as the form's fields show them. */
export function valuesOf(project: Project): ProjectValues {
  const zone = project.deadlineTimeZone;
  return {
    projectId: project.id,
    version: project.version,
    title: project.title,
    description: project.description,
    category: project.category,
    skills: project.skillsRequired,
    companyId: project.companyId ?? '',
    agency: project.agency ?? '',
    street: project.street ?? '',
    city: project.city ?? '',
    zipCode: project.zipCode ?? '',
    budgetMin: typedAmount(project.budgetMinCents),
    budgetMax: typedAmount(project.budgetMaxCents),
    timeZone: zone,
    deadline: clockTimeOf(project.deadlineAt, zone),
    questionsUntil: clockTimeOf(project.questionsUntil, zone),
    siteWalk: clockTimeOf(project.siteWalkAt, zone),
    siteWalkPlace: project.siteWalkPlace ?? '',
    isSiteWalkMandatory: project.isSiteWalkMandatory,
    isPublicWorks: project.isPublicWorks,
    needsDirRegistration: project.needsDirRegistration,
    goals: Object.entries(project.goals).map(([kind, percent]) => ({ kind, percent })),
    naicsCodes: project.naicsCodes.join(', '),
    contactName: project.contactName ?? '',
    contactEmail: project.contactEmail ?? '',
    contactPhone: project.contactPhone ? formatPhone(project.contactPhone) : '',
  };
}

export const labels = {
  title: 'Title',
  description: 'Description',
  category: 'Kind of work',
  skills: 'Trades and skills',
  companyId: 'Your company',
  agency: 'On behalf of',
  street: 'Street',
  city: 'City',
  zipCode: 'ZIP code',
  budgetMin: 'Budget from, in dollars',
  budgetMax: 'Budget up to, in dollars',
  timeZone: 'Time zone of the deadline',
  deadline: 'Deadline for bids',
  questionsUntil: 'Questions until',
  siteWalk: 'Site walk',
  siteWalkPlace: 'Where to meet for the site walk',
  isSiteWalkMandatory: 'Only firms that come to the site walk can bid',
  isPublicWorks: 'Public works',
  needsDirRegistration: 'DIR registration is needed',
  goals: 'Participation goals',
  naicsCodes: 'NAICS codes',
  contactName: 'Contact',
  contactEmail: 'Email for questions',
  contactPhone: 'Phone for questions',
} as const;
