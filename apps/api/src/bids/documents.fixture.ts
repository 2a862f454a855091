import { buffer } from 'node:stream/consumers';
import { addBidFile } from '@namc/db/bids/commands/drafts';
import { draftOf, openBids } from '@namc/db/bids/factory';
import { addSampleCompany } from '@namc/db/companies/factory';
import { addMember } from '@namc/db/members/factory';
import { addProject } from '@namc/db/projects/factory';
import { addSignedIn } from '@namc/db/sign-in/factory';
import type { testDatabase } from '@namc/db/testing/test-database';
import { fromBufferPromise } from 'yauzl';

type Request = (path: string, cookie: string, init?: RequestInit) => Response | Promise<Response>;

export const addressOf = (projectId: string) => `/api/projects/${projectId}/bid-documents.zip`;
export const pdf = (text: string) => Buffer.from(`%PDF-1.7\n${text}\n%%EOF\n`);

/** Uploads a file for a bid, as a browser does. */
async function upload(request: Request, cookie: string, name: string, bytes: Buffer): Promise<string> {
  const call = async (procedure: string, input: object) => {
    const answer = await request(`/trpc/files.${procedure}`, cookie, {
      method: 'POST',
      body: JSON.stringify(input),
      headers: { 'content-type': 'application/json' },
    });
    return ((await answer.json()) as { result: { data: string } }).result.data;
  };
  const fileId = await call('begin', { kind: 'BID_FILE', name, bytes: bytes.length });
  const send = (method: string, headers: Record<string, string>, body?: Buffer) =>
    request(`/api/uploads/${fileId}`, cookie, {
      method,
      headers: { 'Tus-Resumable': '1.0.0', ...headers },
      ...(body ? { body: new Uint8Array(body), duplex: 'half' } : {}),
    } as RequestInit);
  await send('POST', { 'Upload-Length': String(bytes.length) });
  const type = 'application/offset+octet-stream';
  await send('PATCH', { 'Upload-Offset': '0', 'Content-Type': type }, bytes);
  await call('finish', { fileId });
  return fileId;
}

interface Bidder {
  firm: string;
  amount: string;
  files: [name: string, bytes: Buffer][];
}

/** A project with a bid of each firm. `open` lets the deadline pass. */
export async function bidding(portal: ReturnType<typeof testDatabase>, request: Request, bidders: Bidder[]) {
  const posterId = await addMember(portal.db);
  const poster = await addSignedIn(portal.db, posterId);
  const projectId = await addProject(portal.db, posterId, { title: 'New pier' });
  const bids = [];
  for (const { firm, amount, files: given } of bidders) {
    const userId = await addMember(portal.db);
    const cookie = await addSignedIn(portal.db, userId);
    const companyId = await addSampleCompany(portal.db, userId, firm);
    const draft = await draftOf(portal.db, userId, { projectId, companyId });
    await draft.save({ amount });
    for (const [name, bytes] of given) {
      const fileId = await upload(request, cookie, name, bytes);
      await portal.db.write(draft.as, (tx) => addBidFile(tx, { draftId: draft.draftId, fileId }));
    }
    const answer = await draft.submit();
    bids.push({ userId, cookie, draft, bidId: 'bidId' in answer ? answer.bidId : '' });
  }
  const open = async () => {
    await portal.owner.unsafe(`
      alter table projects disable trigger user;
      update projects set deadline_at = clock_timestamp() where id = '${projectId}';
      alter table projects enable trigger user`);
    await openBids(portal.db);
  };
  return { posterId, poster, projectId, bids, open };
}

/** The files of a ZIP by their paths. */
export async function entriesOf(zipped: Buffer): Promise<Map<string, Buffer>> {
  const zip = await fromBufferPromise(zipped);
  const entries = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry())
    entries.set(
      entry.fileName,
      entry.fileName.endsWith('/') ? Buffer.alloc(0) : await buffer(await zip.openReadStreamPromise(entry)),
    );
  return entries;
}
