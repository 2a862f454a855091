import { dayWords } from '@namc/inputs/day-words';
import type { Transaction } from '../engine/database.ts';
import { letter, sampleOrigin } from '../engine/letter.ts';
import { listEndings } from './queries.ts';

/** A certification that ends soon, as a letter tells of it. */
export interface EndingCertification {
  certificationId: string;
  name: string;
  number: string | null;
  company: string;
  expiresOn: string;
}

export const endingInWords = ({ name, number, company, expiresOn }: EndingCertification) =>
  `${name}${number ? `, number ${number}` : ''}: good through ${dayWords(expiresOn)} (${company})`;

/** Those that end as the letter says. Meanwhile one may be renewed, and the reader may have left the company. */
export async function stillEnding(
  tx: Transaction,
  certifications: EndingCertification[],
  userId: string,
): Promise<EndingCertification[]> {
  const ending = await listEndings(tx, { userId });
  return certifications.filter((told) =>
    ending.some(
      ({ certificationId, expiresOn }) =>
        certificationId === told.certificationId && expiresOn === told.expiresOn,
    ),
  );
}

export const letters = {
  'certifications-ending': letter<{ origin: string; certifications: EndingCertification[] }>(
    {
      origin: sampleOrigin,
      certifications: [
        {
          certificationId: '00000000-0000-7000-8000-000000000000',
          name: 'Small Business (SB)',
          number: '2000001',
          company: 'Example Paving Inc.',
          expiresOn: '2027-03-31',
        },
      ],
    },
    ({ origin, certifications: [first, ...more] }) => ({
      subject:
        first && more.length === 0
          ? `${first.name} ends on ${dayWords(first.expiresOn)}`
          : 'Certifications of your company end soon',
      path: '/company',
      parts: [
        'These certifications of your company end soon:',
        ...[first, ...more].flatMap((one) => (one ? [endingInWords(one)] : [])),
        'Renew them with the agency in time. Then add the new certificate to your company’s page, in the place of the old one.',
        { button: 'See your certifications', url: `${origin}/company` },
      ],
    }),
    {
      note: 'Renew them in time, and add the new certificates.',
      recheck: async (tx, { origin, certifications }, userId) => {
        const left = await stillEnding(tx, certifications, userId);
        return left.length > 0 ? { origin, certifications: left } : undefined;
      },
    },
  ),
  'certification-refused': letter<{ origin: string; name: string; number: string | null; reason: string }>(
    {
      origin: sampleOrigin,
      name: 'Small Business (SB)',
      number: '2000001',
      reason: 'The scan is unreadable.',
    },
    ({ origin, name, number, reason }) => ({
      subject: 'We couldn’t verify a certification',
      path: '/company',
      parts: [
        `We checked a certification of your company and couldn’t verify it: ${name}${number ? `, number ${number}` : ''}. This is why:`,
        { quote: reason },
        'Correct it on your company’s page, and we’ll check it again.',
        { button: 'See your certifications', url: `${origin}/company` },
      ],
    }),
    {
      note: 'See why, and correct it.',
      staffMaySend: { permission: 'members.edit', after: ['certifications.refuse'] },
    },
  ),
};
