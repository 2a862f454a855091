import type { Letter } from './render.ts';

/** Every letter that the portal writes, by its name: what it says, from what it is about. `origin` is the portal's address. */
export const letters = {
  'verify-email': ({ origin, token }: { origin: string; token: string }): Letter => ({
    subject: 'Confirm your e-mail address',
    parts: [
      'Thank you for applying for membership. Please confirm that this is your e-mail address; then our staff look at your application.',
      { label: 'Confirm this address', url: `${origin}/verify/${token}` },
      'The link is good for 24 hours. If you did not apply, ignore this mail: nothing happens.',
    ],
  }),
  'application-again': ({ origin }: { origin: string }): Letter => ({
    subject: 'You have an account already',
    parts: [
      'Somebody, probably you, applied for membership with this e-mail address. There is an account with it already, so nothing was changed.',
      { label: 'Sign in', url: `${origin}/sign-in` },
      { label: 'Choose a new password', url: `${origin}/forgot` },
    ],
  }),
  'application-received': ({ origin }: { origin: string }): Letter => ({
    subject: 'Your application has arrived',
    path: '/application',
    parts: [
      'Your address is confirmed, and your application is with our staff. We write to you as soon as it is decided, or when there is a question.',
      { label: 'See where it stands', url: `${origin}/application` },
    ],
  }),
  'application-question': ({ origin, body }: { origin: string; body: string }): Letter => ({
    subject: 'A question about your application',
    path: '/application',
    parts: [
      'Before your application can be decided, our staff ask:',
      { quote: body },
      { label: 'Answer it', url: `${origin}/application` },
    ],
  }),
  'application-approved': ({ origin }: { origin: string }): Letter => ({
    subject: 'Welcome to NAMC NorCal',
    path: '/home',
    parts: [
      'Your application is approved, and your membership begins today.',
      { label: 'Sign in', url: `${origin}/sign-in` },
    ],
  }),
  'application-declined': ({ reason }: { reason: string }): Letter => ({
    subject: 'Your application for membership',
    path: '/application',
    parts: [
      'Our staff have looked at your application, and it was not approved for this reason:',
      { quote: reason },
      'Answer this mail if you think that something was missed.',
    ],
  }),
  'reset-password': ({ origin, token }: { origin: string; token: string }): Letter => ({
    subject: 'Choose a new password',
    parts: [
      'Somebody, probably you, asked for a new password.',
      { label: 'Choose a new password', url: `${origin}/reset/${token}` },
      'The link is good once, for one hour. If it was not you, ignore this mail: your password stays as it is.',
    ],
  }),
  'password-changed': ({ origin }: { origin: string }): Letter => ({
    subject: 'Your password was changed',
    path: '/settings',
    parts: [
      'The password of your account was changed just now, and you were signed out everywhere else.',
      'If it was not you, choose a new one at once:',
      { label: 'Choose a new password', url: `${origin}/forgot` },
    ],
  }),
  'change-email': ({ origin, token }: { origin: string; token: string }): Letter => ({
    subject: 'Confirm your new e-mail address',
    parts: [
      'Please confirm that this is your new e-mail address. Until then the old one stays.',
      { label: 'Confirm this address', url: `${origin}/verify/${token}` },
      'The link is good for 24 hours.',
    ],
  }),
  'email-changing': ({ email }: { email: string }): Letter => ({
    subject: 'Your e-mail address is about to change',
    path: '/settings',
    parts: [
      `Somebody, probably you, asked that your account’s e-mail address become ${email}. It changes when the link is used that was sent there.`,
      'If it was not you, change your password, and write to us.',
    ],
  }),
  'email-changed': ({ email }: { email: string }): Letter => ({
    subject: 'Your e-mail address was changed',
    path: '/settings',
    parts: [`Your account’s e-mail address is ${email} now. If it was not you, write to us at once.`],
  }),
  'two-factor-changed': ({ isOn }: { isOn: boolean }): Letter => ({
    subject: isOn ? 'Two-step sign-in is on' : 'Two-step sign-in is off',
    path: '/settings',
    parts: [
      isOn
        ? 'From now on, signing in to your account takes a code of your authenticator app as well.'
        : 'Signing in to your account takes the password alone from now on.',
      'If it was not you, choose a new password at once.',
    ],
  }),
  'account-suspended': ({ reason }: { reason: string }): Letter => ({
    subject: 'Your account is suspended',
    parts: ['Our staff have suspended your account for this reason:', { quote: reason }],
  }),
  'account-reinstated': ({ origin }: { origin: string }): Letter => ({
    subject: 'Your account is open again',
    path: '/home',
    parts: ['Our staff have opened your account again.', { label: 'Sign in', url: `${origin}/sign-in` }],
  }),
  'roles-changed': ({ roles }: { roles: string[] }): Letter => ({
    subject: 'Your roles have changed',
    path: roles.length > 0 ? '/admin' : '/home',
    parts: [
      roles.length > 0 ? `Your roles are now: ${roles.join(', ')}.` : 'You have no role of staff any more.',
    ],
  }),
  'account-closed': (): Letter => ({
    subject: 'Your account is closed',
    parts: [
      'Your account is closed, as you asked. Your personal data is erased; what others rely on, such as payments and messages, stays without your name.',
    ],
  }),
};

export type LetterName = keyof typeof letters;
/** What a letter is about, by the letter's name. */
export type About<Name extends LetterName> = Parameters<(typeof letters)[Name]>[0];
