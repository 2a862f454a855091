import { letter, sampleOrigin } from '../engine/letter.ts';

export const letters = {
  'reset-password': letter(
    { origin: sampleOrigin },
    ({ origin }, token) => ({
      subject: 'Choose a new password',
      parts: [
        'Someone, probably you, asked for a new password.',
        { label: 'Choose a new password', url: `${origin}/reset#${token}` },
        'This link works once, for one hour. If you did not ask for it, ignore this email. Your password stays the same.',
      ],
    }),
    { link: { purpose: 'RESET_PASSWORD' }, isUrgent: true },
  ),
  'password-changed': letter(
    { origin: sampleOrigin },
    ({ origin }) => ({
      subject: 'Your password was changed',
      path: '/settings',
      parts: [
        'The password of your account was just changed. We signed you out on all other devices.',
        'If you did not change it, choose a new password right away:',
        { label: 'Choose a new password', url: `${origin}/forgot` },
      ],
    }),
    { isUrgent: true },
  ),
  'sign-in-copied': letter(
    undefined,
    () => ({
      subject: 'We ended one of your sign-ins',
      path: '/settings',
      parts: [
        'A browser used a sign-in of yours that had already been replaced. That can happen when a connection breaks at the wrong moment. It can also mean that someone has a copy of it. We ended that sign-in for everyone who holds it.',
        'Sign in again to go on. If you think that someone else was in your account, choose a new password: that signs everyone out.',
      ],
    }),
    { isUrgent: true },
  ),
  'two-factor-changed': letter(
    { isOn: false },
    ({ isOn }) => ({
      subject: isOn ? 'Two-step sign-in is on' : 'Two-step sign-in is off',
      path: '/settings',
      parts: [
        isOn
          ? 'From now on, you need a code from your authenticator app to sign in.'
          : 'From now on, you sign in with your password alone.',
        'If you did not change this, choose a new password right away.',
      ],
    }),
    { staffMaySend: { permission: 'members.edit', after: ['members.end_two_factor'] }, isUrgent: true },
  ),
  'codes-refused': letter(
    { origin: sampleOrigin },
    ({ origin }) => ({
      subject: 'Someone entered wrong sign-in codes',
      path: '/settings',
      parts: [
        'Someone signed in to your account with the right password, or used a device where you are signed in, and then entered several wrong codes in a row.',
        'If it was not you, someone knows your password. Choose a new one right away:',
        { label: 'Choose a new password', url: `${origin}/forgot` },
      ],
    }),
    { isUrgent: true },
  ),
  'recovery-code-used': letter(
    { origin: sampleOrigin, left: 9 },
    ({ origin, left }) => ({
      subject: 'A recovery code was used',
      path: '/settings',
      parts: [
        `A recovery code of your account was just used in place of a code from your authenticator app. You have ${left} left.`,
        'You can make new codes in your settings:',
        { label: 'Account settings', url: `${origin}/settings` },
        'If it was not you, choose a new password right away.',
      ],
    }),
    { isUrgent: true },
  ),
  'recovery-codes-made': letter(
    { origin: sampleOrigin },
    ({ origin }) => ({
      subject: 'You have new recovery codes',
      path: '/settings',
      parts: [
        'New recovery codes were just made for your account. The codes that you had before do not work any more.',
        'If it was not you, choose a new password right away:',
        { label: 'Choose a new password', url: `${origin}/forgot` },
      ],
    }),
    { isUrgent: true },
  ),
  'authenticator-replaced': letter(
    { origin: sampleOrigin },
    ({ origin }) => ({
      subject: 'Your authenticator app was replaced',
      path: '/settings',
      parts: [
        'From now on, sign-in codes for your account come from another authenticator app. The recovery codes are new too.',
        'If it was not you, choose a new password right away:',
        { label: 'Choose a new password', url: `${origin}/forgot` },
      ],
    }),
    { isUrgent: true },
  ),
};
