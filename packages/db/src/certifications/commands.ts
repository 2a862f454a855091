import {
  type AddCertificationInput,
  type ChangeCertificationInput,
  type JudgeCertificationInput,
  type RemoveCertificationInput,
  reminderDays,
  type Verification,
  type WantCertificationsInput,
} from '@namc/inputs/certifications';
import { and, eq, isNull, notInArray } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { recordAdminAction } from '../audit/commands.ts';
import { companies, companyPeople } from '../companies/tables.ts';
import { pick, present } from '../engine/columns/pick.ts';
import { computed, rowsOf } from '../engine/columns/shape.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { NotFound, Refused } from '../engine/errors.ts';
import { giveFile } from '../files/commands.ts';
import { files } from '../files/tables.ts';
import { sendLetter } from '../mail/commands.ts';
import { addresseeColumns, findAddressee } from '../members/queries/addressee.ts';
import { users } from '../members/tables.ts';
import type { EndingCertification } from './letters.ts';
import { certificationKinds, certifications, wantedCertifications } from './tables.ts';

const fileKind = 'CERTIFICATE';
const made = computed({ id: 'string | null' });
const done = computed({ isDone: 'boolean' });

/**
 * Adds a certification to a company of the acting person, with its scan if one was uploaded, and returns its id. With
 * `replacesId` it takes the place of that one.
 * @throws NotFound for a company that the person does not belong to. @throws Refused for anybody but an owner, for facts that the
 * kind does not allow, for a second one with this number, and when the one to replace was replaced or removed meanwhile.
 */
export async function addCertification(tx: WriteTransaction, input: AddCertificationInput): Promise<string> {
  const { companyId, kind, number, issuer, issuedOn, expiresOn, isUnderReEvaluation, replacesId, fileId } =
    input;
  const [row] = await rowsOf(tx.sql, made)`
    select add_certification(${companyId}, ${kind}, ${number || null}, ${issuer || null}, ${issuedOn ?? null}::date,
                             ${expiresOn ?? null}::date, ${isUnderReEvaluation}, ${replacesId ?? null}::uuid) as id`;
  if (!row?.id) throw new NotFound('company', companyId);
  if (fileId) await giveFile(tx, { fileId, kind: fileKind, ownerId: row.id });
  return row.id;
}

/** Why a certification could not be changed or removed. */
async function refuse({ orm }: WriteTransaction, certificationId: string): Promise<never> {
  const [row] = await orm
    .select({ replacementId: certifications.replacementId })
    .from(certifications)
    .where(eq(certifications.id, certificationId));
  if (!row) throw new NotFound('certification', certificationId);
  if (row.replacementId) throw new Refused('This certification was renewed. Reload the page.');
  throw new Refused('Only an owner of the company can do this.');
}

/**
 * Changes the facts of a certification, and adds a new version of its scan if one was uploaded. Either takes a verification away.
 * @throws NotFound, Refused for anybody but an owner, for one that was renewed, and for facts that the kind does not allow.
 */
export async function changeCertification(
  tx: WriteTransaction,
  input: ChangeCertificationInput,
): Promise<void> {
  const { certificationId, number, issuer, issuedOn, expiresOn, isUnderReEvaluation, fileId } = input;
  const { count } = await tx.orm
    .update(certifications)
    .set({
      number: number || null,
      issuer: issuer || null,
      issuedOn: issuedOn ?? null,
      expiresOn: expiresOn ?? null,
      isUnderReEvaluation,
    })
    .where(eq(certifications.id, certificationId));
  if (count === 0) await refuse(tx, certificationId);
  if (!fileId) return;
  // The update above holds the certification, so that two scans become versions of each other one after the other.
  const newer = alias(files, 'newer');
  const [before] = await tx.orm
    .select({ id: files.id })
    .from(files)
    .leftJoin(newer, eq(newer.replacesId, files.id))
    .where(and(eq(files.kind, fileKind), eq(files.ownerId, certificationId), isNull(newer.id)));
  await giveFile(tx, {
    fileId,
    kind: fileKind,
    ownerId: certificationId,
    ...(before && { replacesId: before.id }),
  });
}

/** Removes a certification and its scans. The one that it replaced holds again. @throws NotFound, Refused as `changeCertification`. */
export async function removeCertification(
  tx: WriteTransaction,
  { certificationId }: RemoveCertificationInput,
): Promise<void> {
  const { count } = await tx.orm.delete(certifications).where(eq(certifications.id, certificationId));
  if (count === 0) await refuse(tx, certificationId);
}

/** Says which kinds a company needs, in place of what it said before. @throws Refused for anybody but an owner. */
export async function wantCertifications(
  { orm }: WriteTransaction,
  { companyId, kinds }: WantCertificationsInput,
): Promise<void> {
  const { kind } = wantedCertifications;
  await orm
    .delete(wantedCertifications)
    .where(
      and(
        eq(wantedCertifications.companyId, companyId),
        kinds.length > 0 ? notInArray(kind, kinds) : undefined,
      ),
    );
  if (kinds.length === 0) return;
  await orm
    .insert(wantedCertifications)
    .values(kinds.map((code) => ({ companyId, kind: code })))
    .onConflictDoNothing();
}

/** Records that staff found a certification true, and how. @throws NotFound, Refused once the company has changed it. */
export async function verifyCertification(
  tx: WriteTransaction,
  input: JudgeCertificationInput,
): Promise<void> {
  await judge(tx, input, 'VERIFIED');
}

/**
 * Records that staff could not verify a certification, and writes the reason to the company's owner of the longest standing.
 * `portal` is the portal's own address. @throws the errors of `verifyCertification`.
 */
export async function refuseCertification(
  tx: WriteTransaction,
  { portal, ...input }: JudgeCertificationInput & { portal: string },
): Promise<void> {
  const { owner, name, number } = await judge(tx, input, 'REFUSED');
  await sendLetter(tx, owner, 'certification-refused', {
    origin: portal,
    name,
    number,
    reason: input.reason,
  });
}

async function judge(
  tx: WriteTransaction,
  { certificationId, revision, reason }: JudgeCertificationInput,
  outcome: Exclude<Verification, 'OPEN'>,
) {
  const [found] = await tx.orm
    .select({ owner: addresseeColumns, name: certificationKinds.name, number: certifications.number })
    .from(certifications)
    .innerJoin(certificationKinds, eq(certificationKinds.code, certifications.kind))
    .innerJoin(companies, eq(companies.id, certifications.companyId))
    .innerJoin(companyPeople, and(eq(companyPeople.companyId, companies.id), eq(companyPeople.role, 'OWNER')))
    .innerJoin(users, eq(users.id, companyPeople.userId))
    .where(eq(certifications.id, certificationId))
    .orderBy(companyPeople.since, companyPeople.id)
    .limit(1);
  if (!found) throw new NotFound('certification', certificationId);
  await recordAdminAction(
    tx,
    {
      action: outcome === 'VERIFIED' ? 'certifications.verify' : 'certifications.refuse',
      targetUserId: found.owner.userId,
      targetTable: 'certifications',
      targetId: certificationId,
      reason,
    },
    { certification: [found.name, found.number].filter(Boolean).join(' ') },
  );
  const [row] = await rowsOf(tx.sql, done)`
    select judge_certification(${certificationId}, ${revision}, ${outcome}, ${reason}) as "isDone"`;
  if (!row?.isDone) throw new NotFound('certification', certificationId);
  return found;
}

const ending = pick(certificationKinds, ['name'], 'k');
const endingFacts = pick(certifications, ['number'], 'c');
const lastDay = present(pick(certifications, { certificationId: 'id', expiresOn: 'expiresOn' }, 'c'));
const firm = pick(companies, { company: 'name' }, 'co');

/**
 * Notes the certifications of an owner's companies that reached a step of `reminderDays`, and returns them for the letter of the same
 * transaction: a repetition finds nothing. A step that the worker missed is told at the next run, unless the next step came
 * already. For the system.
 */
export async function noteEndings(
  tx: WriteTransaction,
  { userId }: { userId: string },
): Promise<EndingCertification[]> {
  const [most, middle, least] = reminderDays;
  const endings = await rowsOf(tx.sql, ending, endingFacts, lastDay, firm)`
    with noted as (
      insert into certification_reminders (certification_id, user_id, expires_on, days_before)
      select c.id, u.id, c.expires_on,
             case when c.expires_on - today <= ${least}::int then ${least}::int
                  when c.expires_on - today <= ${middle}::int then ${middle}::int else ${most}::int end
      from certifications c
      cross join (select (now() at time zone 'America/Los_Angeles')::date as today) clock
      join company_people p on p.company_id = c.company_id and p.role = 'OWNER'
      join users u on u.id = p.user_id and u.status = 'ACTIVE'
      where u.id = ${userId} and c.replacement_id is null and c.expires_on between today and today + ${most}::int
      on conflict do nothing returning certification_id
    )
    select ${ending(tx.sql)}, ${endingFacts(tx.sql)}, ${lastDay(tx.sql)}, ${firm(tx.sql)}
    from noted n join certifications c on c.id = n.certification_id
    join certification_kinds k on k.code = c.kind join companies co on co.id = c.company_id
    order by c.expires_on, k.position, c.id`;
  return [...endings];
}

/**
 * Writes one letter to an owner about all certifications that reached a step of `reminderDays`. Those that stood in a letter about the
 * owner's license that day are told already. `origin` is the portal's own address. For the system.
 */
export async function remindOwner(
  tx: WriteTransaction,
  { userId, origin }: { userId: string; origin: string },
): Promise<void> {
  const certifications = await noteEndings(tx, { userId });
  const person = certifications.length > 0 && (await findAddressee(tx, userId));
  if (person) await sendLetter(tx, person, 'certifications-ending', { origin, certifications });
}
