import type { ReadableStream } from 'node:stream/web';
import { forRequest } from '@namc/db';
import { Refused } from '@namc/db/errors';
import { receivePart } from '@namc/db/imports/commands/upload';
import { getUploadPlace } from '@namc/db/imports/queries';
import { receivePartInput, uploadPartBytes } from '@namc/inputs/imports';
import type { Route } from '../download.ts';
import { limitBody } from '../http/body-limit.ts';
import { admit, allowedBy } from '../trpc.ts';
import { importsRouter } from './router.ts';
import type { UploadFiles } from './upload-files.ts';

/**
 * Takes one part of an announced file. A part follows the last one, or is the last one again, and fits the announced size.
 * The permission is asked before the body is read. The part is stored outside of any transaction, and then recorded.
 */
export const importsUpload =
  (files: UploadFiles): Route =>
  (app, { db }) => {
    const path = '/api/imports/:importId';
    app.put(
      path,
      async (c, next) => {
        admit(allowedBy(importsRouter.beginUpload), c.get('signedIn'));
        await next();
      },
      limitBody(uploadPartBytes),
      async (c) => {
        const actor = admit(allowedBy(importsRouter.beginUpload), c.get('signedIn'));
        const { importId, from } = receivePartInput.parse({ ...c.req.param(), ...c.req.query() });
        const own = forRequest(db, {
          requestId: c.get('requestId'),
          after: c.get('after'),
          name: 'receive part',
        });
        const { status, fileBytes, receivedBytes } = await own.read(actor, (tx) =>
          getUploadPlace(tx, { importId }),
        );
        const length = Number(c.req.header('Content-Length'));
        if (
          status !== 'UPLOADING' ||
          (from !== receivedBytes && from + length !== receivedBytes) ||
          !(from + length <= fileBytes) ||
          !c.req.raw.body
        ) {
          throw new Refused('This upload has ended. Upload the file again.');
        }
        const bytes = await files.storePart(importId, from, c.req.raw.body as ReadableStream);
        await own.write(actor, (tx) => receivePart(tx, { importId, from, bytes }));
        return c.body(null, 204);
      },
    );
  };
