import { nameKey } from './file-columns.ts';
import type { projectCategories } from './projects.ts';

/**
 * The outcome for a row. `NEW` is a project that isn’t here yet, and `CHANGED` a draft that the file describes otherwise. `SAME` says
 * nothing new, and `KEPT` describes otherwise what is published, which stays. The import makes `ADDED` and `UPDATED` of the first two.
 */
export const projectRowVerdicts = ['NEW', 'CHANGED', 'SAME', 'KEPT', 'REJECTED', 'ADDED', 'UPDATED'] as const;
export type ProjectRowVerdict = (typeof projectRowVerdicts)[number];

/** How a new project of a file begins. */
export const importedStatuses = ['DRAFT', 'PUBLISHED', 'BIDDING_OPEN'] as const;

/** The columns of a list of bids, in the order of the template, each with the names under which it may come. */
export const projectColumns = {
  solicitationNumber: [
    'Solicitation number',
    'Solicitation',
    'Solicitation no',
    'Solicitation ID',
    'Bid number',
    'Bid no',
    'Bid #',
    'Bid ID',
    'IFB',
    'IFB number',
    'RFP',
    'RFP number',
    'Project number',
    'Contract number',
    'Event ID',
    'Reference',
    'Reference number',
  ],
  agency: [
    'Agency',
    'Owner',
    'Awarding agency',
    'Awarding body',
    'Department',
    'Organization',
    'Buyer',
    'Entity',
  ],
  title: ['Title', 'Project', 'Project name', 'Project title', 'Bid title', 'Solicitation title', 'Name'],
  description: ['Description', 'Scope', 'Scope of work', 'Summary', 'Details'],
  category: ['Kind of work', 'Category', 'Type', 'Project type', 'Type of work'],
  skills: [
    'Trades',
    'Trade',
    'Trades and skills',
    'Skills',
    'License',
    'Licenses',
    'License class',
    'License classification',
    'Required license',
    'Classification',
    'Classifications',
    'CSLB class',
  ],
  street: ['Address', 'Street', 'Street address'],
  city: ['City', 'Location', 'Place'],
  zipCode: ['ZIP code', 'ZIP', 'Postal code'],
  budgetMin: ['Low estimate', 'Minimum', 'Budget from', 'Minimum budget'],
  budgetMax: [
    'Estimate',
    'Engineer’s estimate',
    'Estimated cost',
    'Estimated value',
    'Budget',
    'Budget to',
    'Maximum budget',
    'High estimate',
    'Amount',
  ],
  deadline: [
    'Deadline',
    'Due',
    'Due date',
    'Bids due',
    'Bid due date',
    'Bid date',
    'Bid deadline',
    'Bid opening',
    'Closing date',
    'Close date',
    'Closes',
  ],
  deadlineTime: ['Time of the deadline', 'Due time', 'Bid time', 'Closing time', 'Time'],
  questionsUntil: ['Questions until', 'Questions due', 'Question deadline', 'RFI deadline', 'RFIs due'],
  siteWalk: [
    'Site walk',
    'Job walk',
    'Site visit',
    'Pre-bid',
    'Pre-bid meeting',
    'Pre-bid conference',
    'Prebid date',
  ],
  siteWalkPlace: ['Meeting place', 'Site walk place', 'Pre-bid location'],
  isSiteWalkMandatory: ['Mandatory site walk', 'Mandatory', 'Site walk is mandatory', 'Mandatory pre-bid'],
  isPublicWorks: ['Public works', 'Prevailing wage'],
  needsDirRegistration: ['DIR registration', 'DIR', 'DIR required'],
  goals: [
    'Participation goals',
    'Goals',
    'Goal',
    'Participation goal',
    'Certification goals',
    'Diversity goals',
    'Subcontracting goals',
  ],
  naicsCodes: ['NAICS codes', 'NAICS', 'NAICS code'],
  contactName: ['Contact', 'Contact name', 'Buyer name', 'Project manager'],
  contactEmail: ['Contact email', 'Email', 'Email address'],
  contactPhone: ['Contact phone', 'Phone', 'Phone number', 'Telephone'],
} as const;
export type ProjectColumn = keyof typeof projectColumns;
export const projectColumnCodes = Object.keys(projectColumns) as ProjectColumn[];

/** The kinds of work as lists name them. */
export const categoryOfName = new Map<string, (typeof projectCategories)[number]>(
  (
    [
      ['COMMERCIAL', ['Commercial']],
      ['RESIDENTIAL', ['Residential', 'Housing']],
      ['PUBLIC_WORKS', ['Public works', 'Public', 'Public building', 'Construction']],
      ['INFRASTRUCTURE', ['Infrastructure', 'Civil', 'Transportation', 'Utilities', 'Street', 'Roads']],
      ['INDUSTRIAL', ['Industrial']],
      ['TENANT_IMPROVEMENT', ['Tenant improvement', 'Tenant improvements', 'TI']],
    ] as const
  ).flatMap(([code, names]) => [code, ...names].map((name) => [nameKey(name), code] as const)),
);
