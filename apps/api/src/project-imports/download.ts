import { getRefusedProjectRows } from '@namc/db/project-imports/queries';
import { type ProjectColumn, projectColumns } from '@namc/inputs/project-columns';
import { handOutRows } from '../file-imports/rows-file.ts';
import { allowedBy } from '../trpc.ts';
import { projectImportsRouter } from './router.ts';

/** Hands out the template of a list of bids, and the rows of an import that changed nothing, with the reason of each. */
export const projectFiles = handOutRows<ProjectColumn>({
  path: '/api/project-imports',
  name: 'projects',
  allowed: allowedBy(projectImportsRouter.get),
  columns: projectColumns,
  example: {
    solicitationNumber: 'IFB 26-014',
    agency: 'City of Example',
    title: 'New roof for the main library',
    description: 'Tear-off and single-ply roofing.',
    category: 'Public works',
    skills: 'C-39; C-43',
    street: '100 Main Street',
    city: 'Oakland',
    zipCode: '94601',
    budgetMin: '',
    budgetMax: '$1,200,000',
    deadline: '12/15/2026 2:00 PM',
    questionsUntil: '12/1/2026 5:00 PM',
    siteWalk: '11/20/2026 10:00 AM',
    siteWalkPlace: 'Main entrance',
    isSiteWalkMandatory: 'no',
    isPublicWorks: 'yes',
    needsDirRegistration: 'yes',
    goals: 'DVBE 3%, SB 25%',
    naicsCodes: '238160',
    contactName: 'Ana Reyes',
    contactEmail: 'ana.reyes@example.org',
    contactPhone: '(510) 555-0123',
  },
  getRefused: getRefusedProjectRows,
});
