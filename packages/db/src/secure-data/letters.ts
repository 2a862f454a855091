import type { SecureField } from '@namc/inputs/secure-data';
import { letter, sampleOrigin } from '../engine/letter.ts';

const path = '/company';
const words: Record<SecureField, string> = { TAX_ID: 'tax number', BANK_ACCOUNT: 'bank account' };
const sample = { origin: sampleOrigin, field: 'BANK_ACCOUNT' as SecureField };
const seeThem = (origin: string) => ({ button: 'See your company', url: `${origin}${path}` });

export const letters = {
  'secure-data-changed': letter(
    sample,
    ({ origin, field }) => ({
      subject: 'Your tax or bank details were changed',
      path,
      parts: [
        `Your ${words[field]} was just entered or replaced in the portal. What stood there before is destroyed.`,
        'If this wasn’t you, choose a new password right away, and reply to this email.',
        seeThem(origin),
      ],
    }),
    { note: 'If it wasn’t you, choose a new password right away.' },
  ),
  'secure-data-seen': letter(
    sample,
    ({ origin, field }) => ({
      subject: 'We looked at your tax or bank details',
      path,
      parts: [
        `Somebody of our finance staff looked at your ${words[field]}. They gave a reason, which stays in our records.`,
        'If you have a question about it, reply to this email.',
        seeThem(origin),
      ],
    }),
    {
      note: 'Finance staff looked at one of them, for a reason that stays in our records.',
      staffMaySend: { permission: 'secure_data.read', after: ['secure_data.reveal'] },
    },
  ),
};
