import { z } from 'zod/mini';
import { certificationKind } from './certification-kind.ts';
import { calendarDate, id, lineOrNone, listOf, manyLines, unlessBlank } from './text.ts';

/** What a kind of certification is about. */
export const certificationSubjects = ['AGENCY', 'SAFETY', 'INSURANCE', 'BOND', 'REGISTRATION'] as const;

/** The state of a certification on a day, which the database's `certification_state` computes. */
export const certificationStates = ['COMPLIANT', 'EXPIRING', 'EXPIRED', 'RE_EVALUATION', 'REPLACED'] as const;
export type CertificationState = (typeof certificationStates)[number];

/** What staff found. OPEN is one that nobody has checked since its facts or its scan changed. */
export const verifications = ['OPEN', 'VERIFIED', 'REFUSED'] as const;
export type Verification = (typeof verifications)[number];

/** So many days before the last one the owners are reminded. */
export const reminderDays = [90, 30, 7] as const;

const companyId = id;
const certificationId = id;
const kind = certificationKind;

const day = calendarDate.check(
  z.refine((text) => text >= '1950-01-01' && text <= '2100-01-01', 'must be a day between 1950 and 2100'),
);

const facts = {
  number: z._default(lineOrNone(60), ''),
  /** Who issued it, if that is not the issuer of the kind. */
  issuer: z._default(lineOrNone(120), ''),
  issuedOn: unlessBlank(day),
  /** It is good through this day. */
  expiresOn: unlessBlank(day),
  isUnderReEvaluation: z._default(z.boolean(), false),
  /** An uploaded scan. */
  fileId: z.optional(id),
};

interface Days {
  issuedOn?: string | undefined;
  expiresOn?: string | undefined;
}

const inOrder = z.refine<Days>(({ issuedOn, expiresOn }) => !issuedOn || !expiresOn || issuedOn < expiresOn, {
  path: ['expiresOn'],
  error: 'must come after the day of issue',
});

export const addCertificationInput = z
  .object({
    companyId,
    kind,
    ...facts,
    /** The certification that this one renews. */
    replacesId: z.optional(id),
  })
  .check(inOrder);
export type AddCertificationInput = z.infer<typeof addCertificationInput>;

export const changeCertificationInput = z.object({ certificationId, ...facts }).check(inOrder);
export type ChangeCertificationInput = z.infer<typeof changeCertificationInput>;

export const removeCertificationInput = z.object({ certificationId });
export type RemoveCertificationInput = z.infer<typeof removeCertificationInput>;

export const listCertificationsInput = z.object({ companyId });
export type ListCertificationsInput = z.infer<typeof listCertificationsInput>;

/** All the kinds that the company needs. */
export const wantCertificationsInput = z.object({ companyId, kinds: listOf(kind, 50, 'kinds') });
export type WantCertificationsInput = z.infer<typeof wantCertificationsInput>;

/** What staff found, and how: `revision` is that of the facts that they saw. */
export const judgeCertificationInput = z.object({
  certificationId,
  revision: z.int().check(z.minimum(1), z.maximum(1_000_000_000)),
  reason: manyLines(1000),
});
export type JudgeCertificationInput = z.infer<typeof judgeCertificationInput>;
