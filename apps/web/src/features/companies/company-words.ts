import type { Audience, CompanyFact, CompanyRole } from '@namc/inputs/companies';

export const roleWords: Record<CompanyRole, string> = {
  OWNER: 'Owner',
  BILLING: 'Billing',
  MEMBER: 'Member',
};

export const roleChoices = [
  { value: 'MEMBER', label: 'Member: sees the company' },
  { value: 'BILLING', label: 'Billing: sees the company and pays its bills' },
  { value: 'OWNER', label: 'Owner: changes the company and its people' },
];

export const audienceWords: Record<Audience, string> = {
  PUBLIC: 'Everyone',
  MEMBERS: 'Members',
  NOBODY: 'Nobody',
};

export const directoryWords: Record<Audience, string> = {
  PUBLIC: 'Members and visitors find us',
  MEMBERS: 'Only members find us',
  NOBODY: 'Nobody finds us',
};

export const addressShownWords = {
  NONE: 'Nothing of it',
  CITY: 'The city',
  FULL: 'The whole address',
};

/** A fact that the company lacks, as “Add …” names it, the form that holds it, and what it brings. */
export const missingWords: Record<
  CompanyFact,
  { what: string; form: 'about' | 'place' | 'size'; brings: string }
> = {
  story: { what: 'your story', form: 'about', brings: 'Members read it before they call.' },
  phone: { what: 'a phone number', form: 'about', brings: 'Members with a job can call you.' },
  place: { what: 'your place', form: 'place', brings: 'Searches around a place find you.' },
  service_area: {
    what: 'your service area',
    form: 'place',
    brings: 'Members with a job in your counties find you.',
  },
  crew_size: { what: 'your crew size', form: 'size', brings: 'Primes see which jobs you can staff.' },
  bonding: { what: 'your bonding capacity', form: 'size', brings: 'Primes see which jobs you can bond.' },
  languages: { what: 'your languages', form: 'about', brings: 'Customers find somebody they can talk to.' },
};
