import { checkMemberFile } from '@namc/db/member-imports/commands/import-members';
import { takeFile } from '../file-imports/check-file.ts';
import { allowedBy } from '../trpc.ts';
import { memberImportsRouter } from './router.ts';

/** Takes a file of members and checks it. */
export const memberFileUpload = takeFile(
  '/api/member-imports',
  'check member file',
  allowedBy(memberImportsRouter.start),
  checkMemberFile,
);
