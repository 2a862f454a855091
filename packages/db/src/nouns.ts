import { access as accountAccess } from './accounts/access.ts';
import { letters as accountLetters } from './accounts/letters.ts';
import { access as addendumAccess } from './addenda/access.ts';
import { erasure as addendumErasure } from './addenda/erasure.ts';
import { access as announcementAccess } from './announcements/access.ts';
import { erasure as announcementErasure } from './announcements/erasure.ts';
import { refusals as announcementRefusals } from './announcements/refusals.ts';
import { access as applicationAccess } from './applications/access.ts';
import { erasure as applicationErasure } from './applications/erasure.ts';
import { letters as applicationLetters } from './applications/letters.ts';
import { refusals as applicationRefusals } from './applications/refusals.ts';
import { access as auditAccess } from './audit/access.ts';
import { erasure as auditErasure } from './audit/erasure.ts';
import { letters as auditLetters } from './audit/letters.ts';
import { access as backupAccess } from './backups/access.ts';
import { refusals as backupRefusals } from './backups/refusals.ts';
import { access as bidAccess } from './bids/access.ts';
import { erasure as bidErasure } from './bids/erasure.ts';
import { letters as bidLetters } from './bids/letters.ts';
import { refusals as bidRefusals } from './bids/refusals.ts';
import { access as certificationAccess } from './certifications/access.ts';
import { erasure as certificationErasure } from './certifications/erasure.ts';
import { letters as certificationLetters } from './certifications/letters.ts';
import { refusals as certificationRefusals } from './certifications/refusals.ts';
import { access as checkoutAccess } from './checkouts/access.ts';
import { erasure as checkoutErasure } from './checkouts/erasure.ts';
import { letters as checkoutLetters } from './checkouts/letters.ts';
import { refusals as checkoutRefusals } from './checkouts/refusals.ts';
import { access as companyAccess } from './companies/access.ts';
import { erasure as companyErasure } from './companies/erasure.ts';
import { letters as companyLetters } from './companies/letters.ts';
import { refusals as companyRefusals } from './companies/refusals.ts';
import { access as companyMergeAccess } from './company-merges/access.ts';
import { erasure as companyMergeErasure } from './company-merges/erasure.ts';
import { letters as companyMergeLetters } from './company-merges/letters.ts';
import { access as contractorAccess, registers as contractorRegisters } from './contractors/access.ts';
import { access as courseAccess } from './courses/access.ts';
import { erasure as courseErasure } from './courses/erasure.ts';
import { refusals as courseRefusals } from './courses/refusals.ts';
import { access as coveringAccess } from './coverings/access.ts';
import { erasure as coveringErasure } from './coverings/erasure.ts';
import { letters as coveringLetters } from './coverings/letters.ts';
import { access as depositAccess } from './deposits/access.ts';
import { erasure as depositErasure } from './deposits/erasure.ts';
import { refusals as depositRefusals } from './deposits/refusals.ts';
import { access as directoryAccess } from './directory/access.ts';
import type { TableRules } from './engine/access-rules.ts';
import type { Erasure } from './engine/erasure.ts';
import { access as partitionAccess } from './engine/partitions/access.ts';
import type { Refusals } from './engine/refusals.ts';
import { access as eventAccess } from './events/access.ts';
import { erasure as eventErasure } from './events/erasure.ts';
import { refusals as eventRefusals } from './events/refusals.ts';
import { access as fileAccess } from './files/access.ts';
import { erasure as fileErasure } from './files/erasure.ts';
import { refusals as fileRefusals } from './files/refusals.ts';
import { access as followAccess } from './follows/access.ts';
import { erasure as followErasure } from './follows/erasure.ts';
import { letters as followLetters } from './follows/letters.ts';
import { access as healthAccess } from './health/access.ts';
import { erasure as healthErasure } from './health/erasure.ts';
import { letters as healthLetters } from './health/letters.ts';
import { refusals as healthRefusals } from './health/refusals.ts';
import { access as homeSectionAccess } from './home-sections/access.ts';
import { refusals as homeSectionRefusals } from './home-sections/refusals.ts';
import { access as importAccess } from './imports/access.ts';
import { erasure as importErasure } from './imports/erasure.ts';
import { letters as importLetters } from './imports/letters.ts';
import { refusals as importRefusals } from './imports/refusals.ts';
import { access as invoiceAccess } from './invoices/access.ts';
import { erasure as invoiceErasure } from './invoices/erasure.ts';
import { letters as invoiceLetters } from './invoices/letters.ts';
import { refusals as invoiceRefusals } from './invoices/refusals.ts';
import { access as ledgerAccess } from './ledger/access.ts';
import { refusals as ledgerRefusals } from './ledger/refusals.ts';
import { access as liveEventAccess } from './live-events/access.ts';
import { erasure as liveEventErasure } from './live-events/erasure.ts';
import { access as mailAccess } from './mail/access.ts';
import { erasure as mailErasure } from './mail/erasure.ts';
import { access as maintenanceAccess } from './maintenance/access.ts';
import { access as memberImportAccess } from './member-imports/access.ts';
import { erasure as memberImportErasure } from './member-imports/erasure.ts';
import { access as memberAccess } from './members/access.ts';
import { erasure as memberErasure } from './members/erasure.ts';
import { letters as memberLetters } from './members/letters.ts';
import { refusals as memberRefusals } from './members/refusals.ts';
import { access as membershipAccess } from './memberships/access.ts';
import { erasure as membershipErasure } from './memberships/erasure.ts';
import { letters as membershipLetters } from './memberships/letters.ts';
import { refusals as membershipRefusals } from './memberships/refusals.ts';
import { access as messageAccess } from './messages/access.ts';
import { erasure as messageErasure } from './messages/erasure.ts';
import { refusals as messageRefusals } from './messages/refusals.ts';
import { access as metricAccess } from './metrics/access.ts';
import { access as notificationAccess } from './notifications/access.ts';
import { erasure as notificationErasure } from './notifications/erasure.ts';
import { access as outreachAccess } from './outreach/access.ts';
import { erasure as outreachErasure } from './outreach/erasure.ts';
import { letters as outreachLetters } from './outreach/letters.ts';
import { refusals as outreachRefusals } from './outreach/refusals.ts';
import { access as paymentAccess } from './payments/access.ts';
import { erasure as paymentErasure } from './payments/erasure.ts';
import { refusals as paymentRefusals } from './payments/refusals.ts';
import { registers as placeRegisters } from './places/access.ts';
import { access as projectFollowAccess } from './project-follows/access.ts';
import { erasure as projectFollowErasure } from './project-follows/erasure.ts';
import { letters as projectFollowLetters } from './project-follows/letters.ts';
import { access as projectImportAccess } from './project-imports/access.ts';
import { erasure as projectImportErasure } from './project-imports/erasure.ts';
import { access as projectMatchAccess } from './project-matches/access.ts';
import { erasure as projectMatchErasure } from './project-matches/erasure.ts';
import { letters as projectMatchLetters } from './project-matches/letters.ts';
import { access as projectAccess } from './projects/access.ts';
import { erasure as projectErasure } from './projects/erasure.ts';
import { refusals as projectRefusals } from './projects/refusals.ts';
import { access as questionAccess } from './questions/access.ts';
import { erasure as questionErasure } from './questions/erasure.ts';
import { access as renewalAccess } from './renewals/access.ts';
import { erasure as renewalErasure } from './renewals/erasure.ts';
import { letters as renewalLetters } from './renewals/letters.ts';
import { refusals as renewalRefusals } from './renewals/refusals.ts';
import { access as roleAccess } from './roles/access.ts';
import { erasure as roleErasure } from './roles/erasure.ts';
import { letters as roleLetters } from './roles/letters.ts';
import { refusals as roleRefusals } from './roles/refusals.ts';
import { access as savedSearchAccess } from './saved-searches/access.ts';
import { erasure as savedSearchErasure } from './saved-searches/erasure.ts';
import { letters as savedSearchLetters } from './saved-searches/letters.ts';
import { refusals as savedSearchRefusals } from './saved-searches/refusals.ts';
import { access as searchAccess } from './search/access.ts';
import { access as secureDataAccess } from './secure-data/access.ts';
import { erasure as secureDataErasure } from './secure-data/erasure.ts';
import { letters as secureDataLetters } from './secure-data/letters.ts';
import { access as serverAccess } from './servers/access.ts';
import { access as serviceLevelAccess } from './service-levels/access.ts';
import { access as settingAccess } from './settings/access.ts';
import { access as signInAccess } from './sign-in/access.ts';
import { erasure as signInErasure } from './sign-in/erasure.ts';
import { letters as signInLetters } from './sign-in/letters.ts';
import { access as standingRuleAccess } from './standing-rules/access.ts';
import { access as statementAccess } from './statements/access.ts';
import { access as supportAccess } from './support/access.ts';
import { erasure as supportErasure } from './support/erasure.ts';

/**
 * Collects the files of the nouns. Each noun states its rules in its own files, and a new noun adds its lines here.
 * `nouns.test.ts` fails if a folder has such a file that is not listed here.
 */

/** The whole access model: who may do what with which rows, by table. */
export const access: TableRules = {
  ...memberAccess,
  ...accountAccess,
  ...signInAccess,
  ...applicationAccess,
  ...notificationAccess,
  ...liveEventAccess,
  ...mailAccess,
  ...roleAccess,
  ...projectAccess,
  ...addendumAccess,
  ...projectFollowAccess,
  ...projectMatchAccess,
  ...questionAccess,
  ...outreachAccess,
  ...bidAccess,
  ...contractorAccess,
  ...importAccess,
  ...fileAccess,
  ...followAccess,
  ...savedSearchAccess,
  ...searchAccess,
  ...eventAccess,
  ...messageAccess,
  ...announcementAccess,
  ...courseAccess,
  ...directoryAccess,
  ...memberImportAccess,
  ...projectImportAccess,
  ...membershipAccess,
  ...invoiceAccess,
  ...paymentAccess,
  ...checkoutAccess,
  ...renewalAccess,
  ...depositAccess,
  ...ledgerAccess,
  ...supportAccess,
  ...secureDataAccess,
  ...auditAccess,
  ...metricAccess,
  ...statementAccess,
  ...serviceLevelAccess,
  ...standingRuleAccess,
  ...coveringAccess,
  ...settingAccess,
  ...homeSectionAccess,
  ...healthAccess,
  ...maintenanceAccess,
  ...backupAccess,
  ...serverAccess,
  ...partitionAccess,
  ...companyAccess,
  ...companyMergeAccess,
  ...certificationAccess,
};

/** Tables without a line in the access model: registers that everyone may read. */
export const publicRegisters: string[] = [...contractorRegisters, ...placeRegisters];

/** Every letter that the portal writes, by its name. */
export const letters = {
  ...auditLetters,
  ...accountLetters,
  ...applicationLetters,
  ...bidLetters,
  ...followLetters,
  ...projectFollowLetters,
  ...outreachLetters,
  ...projectMatchLetters,
  ...savedSearchLetters,
  ...healthLetters,
  ...importLetters,
  ...memberLetters,
  ...roleLetters,
  ...secureDataLetters,
  ...signInLetters,
  ...companyLetters,
  ...companyMergeLetters,
  ...membershipLetters,
  ...coveringLetters,
  ...invoiceLetters,
  ...checkoutLetters,
  ...renewalLetters,
  ...certificationLetters,
};
export type LetterName = keyof typeof letters;
/** The data that a letter is about, by the letter's name. */
export type About<Name extends LetterName> = (typeof letters)[Name]['sample'];

/** The message for a person whose act breaks a constraint, by the constraint's name. */
export const refusals: Refusals = {
  ...announcementRefusals,
  ...applicationRefusals,
  ...bidRefusals,
  ...fileRefusals,
  ...healthRefusals,
  ...homeSectionRefusals,
  ...importRefusals,
  ...courseRefusals,
  ...eventRefusals,
  ...memberRefusals,
  ...membershipRefusals,
  ...invoiceRefusals,
  ...messageRefusals,
  ...paymentRefusals,
  ...checkoutRefusals,
  ...renewalRefusals,
  ...depositRefusals,
  ...ledgerRefusals,
  ...projectRefusals,
  ...outreachRefusals,
  ...roleRefusals,
  ...savedSearchRefusals,
  ...companyRefusals,
  ...certificationRefusals,
  ...backupRefusals,
};

/**
 * The effect of closing an account on a person's rows, and the contents of the person's export, by table.
 */
export const erasure: Erasure = {
  ...announcementErasure,
  ...applicationErasure,
  ...auditErasure,
  ...bidErasure,
  // Before the members': the address that invitations go by is still the account's.
  ...companyErasure,
  ...companyMergeErasure,
  ...certificationErasure,
  ...fileErasure,
  ...followErasure,
  ...healthErasure,
  ...importErasure,
  ...courseErasure,
  ...eventErasure,
  ...mailErasure,
  ...memberErasure,
  ...memberImportErasure,
  ...projectImportErasure,
  ...membershipErasure,
  ...coveringErasure,
  ...invoiceErasure,
  ...messageErasure,
  ...notificationErasure,
  ...liveEventErasure,
  ...paymentErasure,
  ...checkoutErasure,
  ...renewalErasure,
  ...depositErasure,
  ...projectErasure,
  ...addendumErasure,
  ...projectFollowErasure,
  ...projectMatchErasure,
  ...questionErasure,
  ...outreachErasure,
  ...roleErasure,
  ...savedSearchErasure,
  ...secureDataErasure,
  ...signInErasure,
  ...supportErasure,
};
