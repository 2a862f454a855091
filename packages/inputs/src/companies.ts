import { z } from 'zod/mini';
import { county } from './california.ts';
import { phone } from './phone-number.ts';
import { changed, email, id, lineOrNone, linesOrNone, listOf, oneLine, unlessBlank } from './text.ts';

/** OWNER changes the company and its people, BILLING pays for it, MEMBER works there. */
export const companyRoles = ['OWNER', 'BILLING', 'MEMBER'] as const;
export type CompanyRole = (typeof companyRoles)[number];

/** How much of its address a company shows to others. */
export const addressShownKinds = ['NONE', 'CITY', 'FULL'] as const;

/** Who sees a fact of a company, or the company itself, in the directory. */
export const audiences = ['PUBLIC', 'MEMBERS', 'NOBODY'] as const;
export type Audience = (typeof audiences)[number];

/** The facts that a company may still lack, in the order in which a person is asked for them. */
export const companyFacts = [
  'story',
  'phone',
  'place',
  'service_area',
  'crew_size',
  'bonding',
  'languages',
] as const;
export type CompanyFact = (typeof companyFacts)[number];

/** The languages besides English that a company may name. */
export const companyLanguages = [
  'Arabic',
  'Armenian',
  'Cantonese',
  'Farsi',
  'Hindi',
  'Hmong',
  'Japanese',
  'Korean',
  'Mandarin',
  'Portuguese',
  'Punjabi',
  'Russian',
  'Spanish',
  'Tagalog',
  'Vietnamese',
] as const;

const companyId = id;
const role = z.enum(companyRoles, { error: 'must be a role' });

export const addCompanyInput = z.object({ name: oneLine(200) });
export type AddCompanyInput = z.infer<typeof addCompanyInput>;

const website = unlessBlank(
  z.pipe(
    z.pipe(
      lineOrNone(290),
      z.transform((typed) => (/^https?:\/\//i.test(typed) ? typed : `https://${typed}`)),
    ),
    z.url({
      protocol: /^https?$/,
      hostname: z.regexes.domain,
      error: 'Enter a web address like example.com',
    }),
  ),
);

export const describeCompanyInput = z.object({
  companyId,
  name: oneLine(200),
  story: z._default(linesOrNone(5000), ''),
  phone: unlessBlank(phone),
  email: unlessBlank(email),
  website,
  languages: listOf(z.enum(companyLanguages), companyLanguages.length, 'languages'),
});
export type DescribeCompanyInput = z.infer<typeof describeCompanyInput>;

const audience = z.enum(audiences, { error: 'must be one of the choices' });

/** Who sees the company in the directory, and which ways to reach it. */
export const shareCompanyInput = z.object({
  companyId,
  directoryAudience: audience,
  phoneAudience: audience,
  emailAudience: audience,
  websiteAudience: audience,
  streetAudience: audience,
});
export type ShareCompanyInput = z.infer<typeof shareCompanyInput>;

/** A whole number as people type it: “12”, “1,500,000” or “$2,000”. A field that is left empty sends none. */
const typedNumber = (most: number, of: string) =>
  z.pipe(
    changed(z.optional(z.string()), (typed) => typed?.replace(/[$,\s]/g, '') || undefined),
    z.optional(
      z.pipe(
        changed(z.string().check(z.regex(/^\d{1,12}$/, `must be a whole number of ${of}`)), Number),
        z
          .number()
          .check(
            z.minimum(1, 'must be at least 1'),
            z.maximum(most, `must be at most ${most.toLocaleString('en-US')}`),
          ),
      ),
    ),
  );

/** The company’s place and the area in which it works. */
export const placeCompanyInput = z.object({
  companyId,
  street: z._default(lineOrNone(200), ''),
  city: z._default(lineOrNone(100), ''),
  zipCode: unlessBlank(z.string().check(z.regex(/^\d{5}$/, 'Enter a five-digit ZIP code'))),
  addressShown: z.enum(addressShownKinds, { error: 'must be one of the choices' }),
  serviceCounties: listOf(county, 58, 'counties'),
  serviceMiles: typedNumber(600, 'miles'),
});
export type PlaceCompanyInput = z.infer<typeof placeCompanyInput>;

/** The bonding capacity is typed in whole dollars. */
export const sizeCompanyInput = z
  .object({
    companyId,
    crewSize: typedNumber(100_000, 'people'),
    bondingSingle: typedNumber(1_000_000_000, 'dollars'),
    bondingAggregate: typedNumber(1_000_000_000, 'dollars'),
  })
  .check(
    z.refine(({ bondingSingle: single, bondingAggregate: all }) => !single || !all || single <= all, {
      path: ['bondingAggregate'],
      error: 'must not be less than the bond for one job',
    }),
  );
export type SizeCompanyInput = z.infer<typeof sizeCompanyInput>;

export const listCompanyPeopleInput = z.object({ companyId });
export type ListCompanyPeopleInput = z.infer<typeof listCompanyPeopleInput>;

export const inviteToCompanyInput = z.object({ companyId, email, role });
export type InviteToCompanyInput = z.infer<typeof inviteToCompanyInput>;

export const companyInvitationInput = z.object({ invitationId: id });
export type CompanyInvitationInput = z.infer<typeof companyInvitationInput>;

export const changeCompanyRoleInput = z.object({ companyId, userId: id, role });
export type ChangeCompanyRoleInput = z.infer<typeof changeCompanyRoleInput>;

export const companyPersonInput = z.object({ companyId, userId: id });
export type CompanyPersonInput = z.infer<typeof companyPersonInput>;

/** Puts one of the people on the company’s page in the directory, or takes them off. */
export const showInCompanyInput = z.object({ companyId, userId: id, isShown: z.boolean() });
export type ShowInCompanyInput = z.infer<typeof showInCompanyInput>;

/** An uploaded picture for a company. */
export const companyPictureInput = z.object({ companyId, fileId: id });
export type CompanyPictureInput = z.infer<typeof companyPictureInput>;

export const leaveCompanyInput = z.object({ companyId });
export type LeaveCompanyInput = z.infer<typeof leaveCompanyInput>;
