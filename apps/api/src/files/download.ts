import { Readable } from 'node:stream';
import { forRequest } from '@namc/db';
import { openEncrypted } from '@namc/db/file-cipher';
import { getFile, openFile } from '@namc/db/files/queries';
import type { KeyRing } from '@namc/db/keys';
import { getFileInput } from '@namc/inputs/files';
import { create as disposition } from 'content-disposition';
import type { MiddlewareHandler } from 'hono';
import { certificationsRouter } from '../certifications/router.ts';
import { companiesRouter } from '../companies/router.ts';
import { breakOffOf, type Route } from '../download.ts';
import { readRange } from '../http/byte-range.ts';
import type { PortalFiles } from '../http/portal-files.ts';
import { type Allowed, admit, allowedBy } from '../trpc.ts';
import { filesRouter } from './router.ts';

/**
 * Staff have an address of their own, which asks for their second step: those files belong to the records of members. Visitors have
 * one for what the directory shows them.
 */
const addresses: [path: string, allowed: Allowed][] = [
  ['/api/files/of-firms/:fileId', allowedBy(companiesRouter.listPictures)],
  ['/api/files/:fileId', allowedBy(filesRouter.getRules)],
  ['/api/files/for-staff/:fileId', allowedBy(certificationsRouter.listOfMember)],
];
/** A page may show these. Everything else is saved, so that nothing of a file runs here. */
const shown = ['image/jpeg', 'image/png', 'image/webp'];

/** Keeps a file that a browser opens by itself from running anything. It runs before the pages' own policy is set, and wins. */
export const sandboxFiles: MiddlewareHandler = async (c, next) => {
  await next();
  c.res.headers.set('Content-Security-Policy', "default-src 'none'; sandbox; frame-ancestors 'none'");
};

/**
 * Sends a file under its own name. The database decides at each request whether the caller may read it. Encrypted bytes are decrypted as
 * they pass, and where they were damaged the connection is cut: a partial file must not look complete.
 */
export const filesDownload =
  ({ store }: PortalFiles, keys: KeyRing): Route =>
  (app, { db, logger }) => {
    for (const [path, allowed] of addresses) {
      app.get(path, async (c) => {
        const actor = admit(allowed, c.get('signedIn'));
        const own = forRequest(db, {
          requestId: c.get('requestId'),
          signal: c.req.raw.signal,
          after: c.get('after'),
          afterHint: c.get('afterHint'),
          name: 'download file',
        });
        const input = getFileInput.parse(c.req.param());
        const file = await own.read(actor, (tx) => getFile(tx, input));
        const { contentId, sha256, bytes, contentType } = file;
        const { name, key } = openFile(keys, file);
        const headers = {
          'Content-Disposition': disposition(name, {
            type: shown.includes(contentType) ? 'inline' : 'attachment',
          }),
          // A browser keeps the bytes, and asks each time whether it may show them.
          'Cache-Control': 'private, no-cache',
          ETag: `"${sha256}"`,
          // A download that was cut goes on where it ended.
          'Accept-Ranges': 'bytes',
        };
        if (c.req.header('If-None-Match') === headers.ETag) return c.body(null, 304, headers);
        const part = readRange(bytes, headers.ETag, {
          range: c.req.header('Range'),
          ifRange: c.req.header('If-Range'),
        });
        if (part === 'none') return c.body(null, 416, { ...headers, 'Content-Range': `bytes */${bytes}` });
        const opened = key
          ? await openEncrypted({ key, bytes, open: (stored) => store.open(contentId, stored) }, part)
          : await store.open(contentId, part);
        opened.once('error', (error) => {
          logger.error({ err: error, requestId: c.get('requestId') }, 'a download broke off');
          breakOffOf(c)?.();
        });
        const body = Readable.toWeb(opened) as ReadableStream;
        const { first, last } = part ?? { first: 0, last: bytes - 1 };
        return c.body(body, part ? 206 : 200, {
          ...headers,
          ...(part && { 'Content-Range': `bytes ${first}-${last}/${bytes}` }),
          'Content-Type': contentType,
          'Content-Length': String(last - first + 1),
        });
      });
    }
  };
