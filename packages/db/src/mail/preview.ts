import { type About, type LetterName, letters } from './letters.ts';
import { renderLetter } from './render.ts';

const origin = 'https://portal.example.org';
const token = 'x'.repeat(43);

/** What each letter could be about: a letter without a sample does not compile. */
const samples: { [Name in LetterName]: About<Name> } = {
  'verify-email': { origin, token },
  'application-again': { origin },
  'application-received': { origin },
  'application-question': { origin, body: 'Is license 1099999 yours,\nor the firm’s?' },
  'application-approved': { origin },
  'application-declined': { reason: 'The license has been revoked.' },
  'reset-password': { origin, token },
  'password-changed': { origin },
  'change-email': { origin, token },
  'email-changing': { email: 'new.address@example.org' },
  'email-changed': { email: 'new.address@example.org' },
  'two-factor-changed': { isOn: true },
  'account-suspended': { reason: 'Dues have not been paid since 2025.' },
  'account-reinstated': { origin },
  'roles-changed': { roles: ['Membership manager', 'Auditor'] },
  'account-closed': undefined,
};

export const letterNames = Object.keys(samples) as LetterName[];

/** A letter as its reader gets it, about something invented. */
export function previewLetter(name: LetterName): { subject: string; text: string; html: string } {
  const write = letters[name] as (about: unknown) => ReturnType<(typeof letters)[LetterName]>;
  return renderLetter('Ana', write(samples[name]));
}
