import { forRequest } from '@namc/db';
import { NotFound, Refused } from '@namc/db/errors';
import { getUpload } from '@namc/db/files/queries';
import { getFileInput } from '@namc/inputs/files';
import type { Route } from '../download.ts';
import { type PortalFiles, uploadsPath } from '../http/portal-files.ts';
import { type Allowed, admit, allowedBy } from '../trpc.ts';
import { filesRouter } from './router.ts';

/**
 * Takes the bytes of an announced file by the protocol tus: POST begins, PATCH brings a part, and HEAD tells how much has arrived.
 * Each request is for an upload of the caller's own that is not whole yet.
 */
export const uploadRoute =
  (
    { takePart }: PortalFiles,
    folder: typeof uploadsPath | `${typeof uploadsPath}/${string}`,
    allowed: Allowed,
  ): Route =>
  (app, { db }) => {
    // The router asks for GET where the request says HEAD.
    app.on(['POST', 'PATCH', 'GET'], `${folder}/:fileId`, async (c) => {
      const actor = admit(allowed, c.get('signedIn'));
      const { fileId } = getFileInput.parse(c.req.param());
      const { method } = c.req.raw;
      if (method === 'GET') throw new NotFound('upload to read', fileId);
      const own = forRequest(db, {
        requestId: c.get('requestId'),
        after: c.get('after'),
        afterHint: c.get('afterHint'),
        name: 'upload file',
      });
      const { bytes, contentId } = await own.read(actor, (tx) => getUpload(tx, { fileId }));
      const isAsAnnounced = method !== 'POST' || Number(c.req.header('Upload-Length')) === bytes;
      if (contentId || !isAsAnnounced) throw new Refused('This upload has ended. Upload the file again.');
      return takePart(c.req.raw);
    });
  };

export const filesUpload = (files: PortalFiles): Route =>
  uploadRoute(files, uploadsPath, allowedBy(filesRouter.finish));
