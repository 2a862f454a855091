import { randomBytes } from 'node:crypto';
import {
  type InvitationFacts,
  invitationEnding,
  invitationLinks,
  invitationSentences,
  invitationSubject,
} from '@namc/inputs/outreach-words';
import { titleCase } from '../contractors/queries/title-case.ts';
import { computed, rowsOf } from '../engine/columns/shape.ts';
import { letter, type Part, sampleOrigin } from '../engine/letter.ts';
import { hashSecret } from '../engine/secrets/hash-secret.ts';
import { stopAddress, stopPage } from '../engine/stop-address.ts';

/** An invitation to bid, to a firm that may be no member. */
export interface Invitation extends InvitationFacts {
  origin: string;
  invitationId: string;
  licenseNumber: string;
  /** The firm’s name in the license board’s file. */
  firm: string | null;
  /** Ends all invitations to the address. Added when the letter leaves. */
  key?: string;
}

/** The words of an invitation for the log of contacts, without its links. */
export const wordsOfInvitation = (facts: InvitationFacts): string =>
  [`Subject: ${invitationSubject(facts)}`, ...invitationSentences(facts)].join('\n');

function partsOf(about: Invitation, token: string): Part[] {
  const { origin, projectId, key } = about;
  const { joining, reason } = invitationEnding(about, {
    firm: about.firm && titleCase(about.firm),
    licenseNumber: about.licenseNumber,
  });
  return [
    ...invitationSentences(about),
    { button: invitationLinks.project, url: `${origin}/projects/${projectId}` },
    joining,
    { link: invitationLinks.claim, url: `${origin}/join#${token}` },
    reason,
    ...(key ? [{ link: invitationLinks.stop, url: stopPage(origin, key) }] : []),
  ];
}

const stopKey = computed({ key: 'string | null' });

export const letters = {
  'outreach-invitation': letter<Invitation>(
    {
      origin: sampleOrigin,
      invitationId: '00000000-0000-7000-8000-000000000000',
      projectId: '00000000-0000-7000-8000-000000000000',
      title: 'Seismic retrofit of a library',
      trades: ['C-10'],
      place: 'Oakland, CA',
      deadline: 'December 8, 2099 at 3:00 PM Pacific time',
      askedBy: 'Example Builders',
      licenseNumber: '1234567',
      firm: 'EXAMPLE ELECTRIC',
      key: '00000000-0000-4000-8000-000000000000',
    },
    (about, token) => ({ subject: invitationSubject(about), parts: partsOf(about, token) }),
    {
      isInvitation: true,
      stop: ({ origin, key }) => (key === undefined ? undefined : stopAddress(origin, [key])),
      complete: async ({ sql }, about) => {
        const token = randomBytes(32).toString('base64url');
        const [row] = await rowsOf(sql, stopKey)`
          select make_claim(${about.invitationId}, ${hashSecret(token)})::text as key`;
        return row?.key ? { about: { ...about, key: row.key }, token } : undefined;
      },
    },
  ),
};
