import { forRequest } from '@namc/db';
import { type BidDocuments, takeBidDocuments } from '@namc/db/bids/commands/documents';
import { openEncrypted } from '@namc/db/file-cipher';
import type { FileStore } from '@namc/db/file-store';
import { openFile } from '@namc/db/files/queries';
import type { KeyRing } from '@namc/db/keys';
import { getBidsOfProjectInput } from '@namc/inputs/bids';
import { create as disposition } from 'content-disposition';
import { breakOffOf, type Route } from '../download.ts';
import type { PortalFiles } from '../http/portal-files.ts';
import { zipNames } from '../http/zip-names.ts';
import { streamZip, type ZipEntry } from '../http/zip-stream.ts';
import { type Allowed, admit, allowedBy } from '../trpc.ts';
import { biddingLog } from './bidding-log.ts';
import { bidsRouter } from './router.ts';

/** Staff have an address of their own, which asks for their second step. */
const addresses: [path: string, allowed: Allowed][] = [
  ['/api/projects/:projectId/bid-documents.zip', allowedBy(bidsRouter.compare)],
  ['/api/projects/for-staff/:projectId/bid-documents.zip', 'bids.read'],
];

/** The bidding log, and a folder for each firm with the files of its bid under their own names. */
function entriesOf(documents: BidDocuments, store: FileStore, keys: KeyRing): ZipEntry[] {
  const names = zipNames();
  const log = { path: names.file('bidding-log.csv'), text: biddingLog(documents) };
  const folders = documents.bids
    .filter(({ status }) => status !== 'WITHDRAWN')
    .flatMap(({ firm, bidder, files }): ZipEntry[] => {
      const folder = names.folder(firm ?? bidder ?? 'A bidder');
      const within = zipNames();
      if (files.length === 0) return [{ path: `${folder}/`, isFolder: true }];
      return files.map((file) => {
        const { bytes, contentId, plainSha256: sha256 } = file;
        const { name, key } = openFile(keys, file);
        return {
          path: `${folder}/${within.file(name)}`,
          bytes,
          sha256,
          open: () =>
            key
              ? openEncrypted({ key, bytes, open: (part) => store.open(contentId, part) })
              : store.open(contentId),
        };
      });
    });
  return [log, ...folders];
}

/**
 * Sends all documents of an opened bidding as one ZIP. The database decides at each request whether the caller may take them, and
 * keeps who did.
 */
export const bidDocumentsDownload =
  ({ store }: PortalFiles, keys: KeyRing): Route =>
  (app, { db, logger, limits }) => {
    for (const [path, allowed] of addresses) {
      app.get(path, async (c) => {
        const requestId = c.get('requestId');
        const signedIn = c.get('signedIn');
        const actor = admit(allowed, signedIn);
        if (signedIn) await limits.count('download by account', signedIn.account.userId);
        const input = getBidsOfProjectInput.parse(c.req.param());
        const { signal } = c.req.raw;
        const own = forRequest(db, {
          requestId,
          signal,
          after: c.get('after'),
          afterHint: c.get('afterHint'),
          name: 'download bid documents',
        });
        const documents = await own.write(actor, (tx) => takeBidDocuments(tx, input));
        const { body, bytes } = streamZip(entriesOf(documents, store, keys), {
          at: documents.openedAt ?? new Date(),
          signal,
          logger,
          requestId,
          breakOff: breakOffOf(c),
        });
        return c.body(body, 200, {
          'Content-Type': 'application/zip',
          'Content-Length': String(bytes),
          'Content-Disposition': disposition(`Bids on ${documents.title}.zip`),
          'Cache-Control': 'no-store',
        });
      });
    }
  };
