import { letter, sampleOrigin } from '../engine/letter.ts';

const sampleEmail = 'new.address@example.org';

export const letters = {
  'change-email': letter(
    { origin: sampleOrigin },
    ({ origin }, token) => ({
      subject: 'Confirm your new email address',
      parts: [
        'Please confirm your new email address. Your account keeps the old one until you do.',
        { button: 'Confirm this address', url: `${origin}/verify#${token}` },
        'This link works for 24 hours.',
      ],
    }),
    { link: { purpose: 'CHANGE_EMAIL', endsWithVersion: true }, isUrgent: true, isForAnyone: true },
  ),
  'email-changing': letter(
    { email: sampleEmail, origin: sampleOrigin },
    ({ email, origin }, token) => ({
      subject: 'Your email address is about to change',
      path: '/settings',
      parts: [
        `We got a request to change your account’s email address to ${email}. The change takes effect when you click the link we sent there.`,
        'If you didn’t ask for this, cancel the change. We’ll sign everyone out of your account, and you can choose a new password.',
        { button: 'Cancel this change', url: `${origin}/cancel-change#${token}` },
        'This link works for three days, or until the change takes effect.',
      ],
    }),
    {
      note: 'If you didn’t ask for this, cancel it here or with the link in our email.',
      link: { purpose: 'CANCEL_CHANGE', endsWithVersion: true },
      isUrgent: true,
    },
  ),
  'email-changed': letter(
    { email: sampleEmail },
    ({ email }) => ({
      subject: 'Your email address was changed',
      path: '/settings',
      parts: [
        `The email address of your account is now ${email}. If you didn’t change it, contact us right away.`,
      ],
    }),
    { note: 'If you didn’t change it, contact us right away.' },
  ),
  'account-closed': letter(
    undefined,
    () => ({
      subject: 'Your account is closed',
      parts: [
        'We closed your account, as you asked, and erased your personal data. We keep records that others rely on, such as payments and messages, without your name.',
      ],
    }),
    { isForAnyone: true },
  ),
};
