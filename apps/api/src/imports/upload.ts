import type { Route } from '../download.ts';
import { uploadRoute } from '../files/upload.ts';
import { type PortalFiles, uploadsPath } from '../http/portal-files.ts';
import { allowedBy } from '../trpc.ts';
import { importsRouter } from './router.ts';

/** Staff send their files to an address of their own, which asks for their permission and their second step. */
export const importsUpload = (files: PortalFiles): Route =>
  uploadRoute(files, `${uploadsPath}/for-staff`, allowedBy(importsRouter.beginUpload));
