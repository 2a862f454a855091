import { classificationNames } from './classifications.ts';
import { shortened } from './cut-text.ts';
import type { OutreachAnswer, OutreachChannel } from './outreach.ts';
import { tradeSkills } from './skills.ts';

/** The words for a contact, on pages and on paper. */
export const channelWords: Record<OutreachChannel, string> = {
  PHONE: 'Phone',
  EMAIL: 'Email',
  LETTER: 'Letter',
  FAX: 'Fax',
  IN_PERSON: 'In person',
  OTHER: 'Another way',
};

export const answerWords: Record<OutreachAnswer, string> = {
  INTERESTED: 'Interested',
  NOT_INTERESTED: 'Not interested',
  NO_ANSWER: 'No answer',
  QUOTED: 'Sent a quote',
  UNDECIDED: 'Undecided',
};

/** The facts of a project that an invitation to bid names, as the project’s public page shows them. */
export interface InvitationFacts {
  projectId: string;
  title: string;
  /** Codes of classes and skills. */
  trades: string[];
  place: string | null;
  /** In words, with the zone. */
  deadline: string | null;
  /** The firm that posts the project, or the person. */
  askedBy: string;
}

const names: Record<string, string> = { ...classificationNames, ...tradeSkills };
const tradeWords = (code: string) =>
  code in classificationNames ? `${code} ${names[code]}` : (names[code] ?? code);

export const invitationSubject = ({ title }: InvitationFacts): string =>
  `Invitation to bid: ${shortened(title, 120)}`;

/** The sentences of an invitation that are about the project. */
export const invitationSentences = ({
  askedBy,
  title,
  trades,
  place,
  deadline,
}: InvitationFacts): string[] => [
  `${shortened(askedBy, 120)} is looking for subcontractors for “${title}” and invites your firm to bid.`,
  ...(trades.length > 0 ? [`Trades: ${trades.map(tradeWords).join('; ')}.`] : []),
  ...(place ? [`Place: ${place}.`] : []),
  deadline ? `Bids are due ${deadline}.` : 'No deadline for bids is set yet.',
];

/** The rest of an invitation, which tells its reader what to do and why it came. */
export const invitationEnding = (
  { askedBy }: InvitationFacts,
  { firm, licenseNumber }: { firm: string | null; licenseNumber: string },
) => ({
  joining: `Members of NAMC NorCal bid on it in the portal. If ${firm ?? 'your firm'} isn’t a member yet, you can claim license ${licenseNumber} and apply.`,
  reason: `You get this email because ${shortened(askedBy, 120)} entered this address for the holder of license ${licenseNumber}. We send one invitation to an address for a project.`,
});

/** The address at which a firm claims its license and applies, short enough for paper. */
export const joinAddress = (portal: string): string => `${new URL(portal).host}/join`;

/** A sentence of a caller about what a firm gains, and its way in. */
export const joiningWords = (portal: string): string =>
  `Tell them: members of NAMC NorCal bid on it in the portal and find more work nearby. A firm that isn’t a member yet can claim its license and apply at ${joinAddress(portal)}.`;

/** The same on a label. */
export const claimWords = (portal: string): string => `Claim your license: ${joinAddress(portal)}`;

export const invitationLinks = {
  project: 'See the project',
  claim: 'Claim the license and apply',
  stop: 'Stop all invitations to this address',
} as const;
