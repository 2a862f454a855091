import { checkProjectFile } from '@namc/db/project-imports/commands/check-list';
import { takeFile } from '../file-imports/check-file.ts';
import { allowedBy } from '../trpc.ts';
import { projectImportsRouter } from './router.ts';

/** Takes a list of bids and checks it. */
export const projectFileUpload = takeFile(
  '/api/project-imports',
  'check list of bids',
  allowedBy(projectImportsRouter.start),
  checkProjectFile,
);
