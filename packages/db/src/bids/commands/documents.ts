import { pick } from '../../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { NotFound } from '../../engine/errors.ts';
import { listFilesByIds, type StoredFile } from '../../files/queries.ts';
import { projects } from '../../projects/tables.ts';
import { type ComparedBid, compareBids } from '../queries/compare.ts';
import { type BiddingAct, listBiddingActs } from '../queries/log.ts';

const noted = computed({ isNoted: 'boolean' });
const project = pick(projects, { title: 'title', zone: 'deadlineTimeZone', openedAt: 'openedAt' }, 'p');

/** A stored file, and the hash of its plain bytes. */
export type DocumentedFile = StoredFile & { plainSha256: string };

/** A bid as it was opened, with its files as they are stored. */
export type DocumentedBid = Omit<ComparedBid, 'files'> & { files: DocumentedFile[] };

/** All that an opened bidding left behind. */
export interface BidDocuments extends RowOf<typeof project> {
  acts: BiddingAct[];
  bids: DocumentedBid[];
}

/**
 * The bidding log and the documents of all opened bids on a project of the acting person’s. The audit trail keeps who takes them.
 * Staff take those of every project.
 * @throws Refused for staff whose own firm bids. @throws NotFound before the opening, for another's project, and for a file whose bytes are not there.
 */
export async function takeBidDocuments(
  tx: WriteTransaction,
  { projectId }: { projectId: string },
): Promise<BidDocuments> {
  const [row] = await rowsOf(tx.sql, noted)`select note_bid_download(${projectId}) as "isNoted"`;
  if (!row?.isNoted) throw new NotFound('project', projectId);
  const [about] = await rowsOf(
    tx.sql,
    project,
  )`select ${project(tx.sql)} from projects p where p.id = ${projectId}`;
  if (!about) throw new NotFound('project', projectId);
  const { bids } = await compareBids(tx, { projectId });
  const fileIds = bids.flatMap(({ files }) => files.map(({ id }) => id));
  const stored = new Map((await listFilesByIds(tx, { fileIds })).map((file) => [file.id, file]));
  const documented = bids.map(
    (bid): DocumentedBid => ({
      ...bid,
      files: bid.files.map(({ id, sha256 }) => {
        const file = stored.get(id);
        if (!file) throw new NotFound('file', id);
        return { ...file, plainSha256: sha256 };
      }),
    }),
  );
  return {
    ...about,
    // Read last: a withdrawal that comes meanwhile stands in the log.
    acts: await listBiddingActs(tx, { projectId }),
    bids: documented,
  };
}
