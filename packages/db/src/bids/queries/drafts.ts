import {
  type AttachCertificateInput,
  type DraftOffer,
  draftOffer,
  type GetBidDraftInput,
} from '@namc/inputs/bids';
import { companies } from '../../companies/tables.ts';
import { optional, pick } from '../../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { NotFound } from '../../engine/errors.ts';
import { decrypt, encrypt } from '../../engine/secrets/cipher.ts';
import type { KeyRing } from '../../engine/secrets/key-ring.ts';
import { openName } from '../../files/queries.ts';
import { fileContents, fileSecrets, files } from '../../files/tables.ts';
import { bidDrafts, bids } from '../tables.ts';
import type { Offer } from './copies.ts';

const cellOf = (row: string) => ({ table: 'bid_drafts', column: 'encrypted_content', row });

export const draftRow = pick(bidDrafts, ['id', 'encryptedContent']);

/** The content of a draft. A draft that nobody saved is blank. @throws Failure if it cannot be decrypted. */
export const openDraft = (
  ring: KeyRing,
  { id, encryptedContent: bytes }: RowOf<typeof draftRow>,
): DraftOffer => draftOffer.parse(bytes ? JSON.parse(decrypt(ring, cellOf(id), bytes)) : {});

export const closeDraft = (ring: KeyRing, id: string, offer: DraftOffer): Buffer =>
  encrypt(ring, cellOf(id), JSON.stringify(draftOffer.parse(offer)));

const inCents = (dollars: string | undefined) =>
  dollars === undefined ? null : Math.round(Number(dollars) * 100);

/** The offer that a draft would be submitted as. Amounts are in cents. */
export const offerOf = ({ amount, message, subcontractors }: DraftOffer): Offer => ({
  amountCents: inCents(amount),
  message,
  subcontractors: subcontractors.map(({ amount: portion, percent, ...one }) => ({
    ...one,
    amountCents: inCents(portion),
    percent: percent === undefined ? null : Number(percent),
  })),
});

const draft = pick(
  bidDrafts,
  ['id', 'projectId', 'companyId', 'encryptedContent', 'version', 'revision', 'bidId', 'updatedAt'],
  'd',
);
const firm = pick(companies, { company: 'name' }, 'c');
const submitted = optional(pick(bids, ['status', 'submittedAt'], 'b'));
const edited = computed({
  /** Somebody of the firm, by name; null for somebody who left it. */
  editor: 'string | null',
  isOwnEdit: 'boolean',
  /** True for a draft that says something else than the bid that was submitted of it. */
  isChanged: 'boolean',
});
const file = pick(files, ['id', 'name', 'encryptedName', 'bytes', 'createdAt'], 'f');
const addendum = computed({
  id: 'string',
  number: 'number',
  title: 'string',
  /** The time at which the firm acknowledged it. */
  readAt: 'Date | null',
});

const gap = computed({ gap: 'string' });

export type DraftAddendum = RowOf<typeof addendum>;
export type DraftFile = Omit<RowOf<typeof file>, 'encryptedName'>;
export type BidDraft = Omit<RowOf<typeof draft>, 'encryptedContent'> &
  RowOf<typeof firm> &
  RowOf<typeof submitted> &
  RowOf<typeof edited> & {
    offer: DraftOffer;
    files: DraftFile[];
    addenda: DraftAddendum[];
    /** The gaps of the offer in words, by the rules of the submission. Empty for one that can be submitted. */
    gaps: string[];
  };

/** A draft of a firm for which the acting person bids. @throws NotFound also for another firm's. */
export async function getBidDraft(
  { sql }: Transaction,
  ring: KeyRing,
  { draftId }: GetBidDraftInput,
): Promise<BidDraft> {
  const [row] = await rowsOf(sql, draft, firm, submitted, edited)`
    select ${draft(sql)}, ${firm(sql)}, ${submitted(sql)},
      (select concat_ws(' ', m.first_name, m.last_name) from people_of_company(d.company_id) m
       where m.user_id = d.edited_by) as editor,
      coalesce(d.edited_by = current_user_id(), false) as "isOwnEdit",
      d.submitted_revision is distinct from d.revision as "isChanged"
    from bid_drafts d join companies c on c.id = d.company_id left join project_applications b on b.id = d.bid_id
    where d.id = ${draftId}`;
  if (!row) throw new NotFound('draft', draftId);
  const { encryptedContent, ...facts } = row;
  const held = await rowsOf(sql, file)`
    select ${file(sql)} from files f where f.owner_id = ${draftId} and f.kind = 'BID_FILE' order by f.created_at, f.id`;
  const addenda = await rowsOf(sql, addendum)`
    select id, number, title, read_at as "readAt" from addenda_of_draft(${draftId})`;
  const offer = openDraft(ring, { id: draftId, encryptedContent });
  const { amountCents, message, subcontractors } = offerOf(offer);
  const gaps = await rowsOf(sql, gap)`
    select gap from gaps_of_draft(${draftId}, ${amountCents}::bigint, ${message}, ${JSON.stringify(subcontractors)}::text::jsonb)`;
  return {
    ...facts,
    offer,
    files: held.map(({ encryptedName, ...row }) => ({
      ...row,
      name: openName(ring, { ...row, encryptedName }),
    })),
    addenda,
    gaps: gaps.map((each) => each.gap),
  };
}

const bytesOf = pick(fileContents, { contentId: 'id', sha256: 'sha256' }, 'c');
const secretOf = optional(pick(fileSecrets, ['encryptedSecret'], 's'));
const frozen = computed({
  /** The id of the file in the bid that is about to be submitted. */
  frozenId: 'string',
});

/** A file of a draft with what its submission seals. `sha256` is that of the plain bytes, where they are stored so. */
export type FileToSeal = Omit<RowOf<typeof file>, 'bytes' | 'createdAt'> &
  RowOf<typeof bytesOf> &
  RowOf<typeof secretOf> &
  RowOf<typeof frozen>;

/** The files of a draft of a firm for which the acting person bids, the oldest first. */
export async function listFilesToSeal(
  { sql }: Transaction,
  { draftId }: GetBidDraftInput,
): Promise<FileToSeal[]> {
  const held = pick(files, ['id', 'name', 'encryptedName'], 'f');
  const rows = await rowsOf(sql, held, bytesOf, secretOf, frozen)`
    select ${held(sql)}, ${bytesOf(sql)}, ${secretOf(sql)}, time_ordered_uuid() as "frozenId"
    from files f join file_contents c on c.id = f.content_id left join file_secrets s on s.content_id = c.id
    where f.owner_id = ${draftId} and f.kind = 'BID_FILE' order by f.created_at, f.id`;
  // Ids of one millisecond have no order of their own, and the bid lists its files by them.
  const ids = rows.map(({ frozenId }) => frozenId).sort();
  return rows.map((row, at) => ({ ...row, frozenId: ids[at] ?? row.frozenId }));
}

const scan = pick(files, ['name'], 'f');
const scanned = pick(
  fileContents,
  { contentId: 'id', sha256: 'sha256', bytes: 'bytes', contentType: 'contentType' },
  'c',
);

/** The newest scan of a certificate of the firm that a draft is of. */
export type ScanForDraft = RowOf<typeof scan> & RowOf<typeof scanned>;

/** @throws NotFound for a certificate without a scan, and for another firm’s certificate or draft. */
export async function getScanForDraft(
  { sql }: Transaction,
  { draftId, certificationId }: AttachCertificateInput,
): Promise<ScanForDraft> {
  const [row] = await rowsOf(sql, scan, scanned)`
    select ${scan(sql)}, ${scanned(sql)}
    from bid_drafts d join certifications t on t.company_id = d.company_id
    join files f on f.owner_id = t.id and f.kind = 'CERTIFICATE' join file_contents c on c.id = f.content_id
    where d.id = ${draftId} and t.id = ${certificationId} order by f.created_at desc, f.id desc limit 1`;
  if (!row) throw new NotFound('scan of certification', certificationId);
  return row;
}
