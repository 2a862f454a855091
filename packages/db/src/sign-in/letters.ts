import { letter, sampleOrigin } from '../engine/letter.ts';

export const letters = {
  'reset-password': letter(
    { origin: sampleOrigin },
    ({ origin }, token) => ({
      subject: 'Choose a new password',
      parts: [
        'We got a request to reset your password.',
        { button: 'Choose a new password', url: `${origin}/reset#${token}` },
        'This link works once and expires in one hour. If you didn’t ask for it, ignore this email. Your password stays the same.',
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
        'Your password was just changed. We signed you out on all other devices.',
        'If you didn’t change it, choose a new password right away:',
        { button: 'Choose a new password', url: `${origin}/forgot` },
      ],
    }),
    {
      note: 'We signed you out on your other devices. If it wasn’t you, choose a new password right away.',
      isUrgent: true,
    },
  ),
  'sign-in-copied': letter(
    undefined,
    () => ({
      subject: 'We ended one of your sign-ins',
      path: '/settings',
      parts: [
        'A browser used an old copy of your sign-in. That can happen when a connection drops at the wrong moment. It can also mean that someone copied it. We signed out every device that used it.',
        'Sign in again to continue. If you think someone else was in your account, choose a new password. That signs everyone out.',
      ],
    }),
    { note: 'Look at your signed-in devices. If you don’t know one, choose a new password.', isUrgent: true },
  ),
  'two-factor-changed': letter(
    { isOn: false, origin: sampleOrigin } as { isOn: boolean; origin?: string },
    ({ isOn, origin }) => ({
      subject: isOn ? 'Two-step sign-in is on' : 'Two-step sign-in is off',
      path: '/settings',
      parts: [
        isOn
          ? 'From now on, you’ll need a code from your authenticator app to sign in.'
          : 'From now on, you’ll sign in with your password alone.',
        ...(origin
          ? [
              'If this wasn’t you, choose a new password right away:',
              { button: 'Choose a new password', url: `${origin}/forgot` },
            ]
          : ['If this wasn’t you, choose a new password right away.']),
      ],
    }),
    {
      note: 'If it wasn’t you, choose a new password right away.',
      staffMaySend: { permission: 'members.edit', after: ['members.end_two_factor'] },
      isUrgent: true,
    },
  ),
  'codes-refused': letter(
    { origin: sampleOrigin },
    ({ origin }) => ({
      subject: 'Someone entered wrong sign-in codes',
      path: '/settings',
      parts: [
        'Someone entered your password, or used a device where you’re signed in, and then typed several wrong codes in a row.',
        'If this wasn’t you, someone may know your password. Choose a new one right away:',
        { button: 'Choose a new password', url: `${origin}/forgot` },
      ],
    }),
    {
      note: 'If it wasn’t you, someone may know your password. Choose a new one right away.',
      isUrgent: true,
    },
  ),
  'recovery-code-used': letter(
    { origin: sampleOrigin, left: 9 },
    ({ origin, left }) => ({
      subject: 'A recovery code was used',
      path: '/settings',
      parts: [
        `One of your recovery codes was just used instead of a code from your authenticator app. You have ${left} left.`,
        'You can make new codes in your settings:',
        { button: 'Account settings', url: `${origin}/settings` },
        'If this wasn’t you, choose a new password right away.',
      ],
    }),
    {
      note: 'If it wasn’t you, choose a new password. You can make new codes in your settings.',
      isUrgent: true,
    },
  ),
  'recovery-codes-made': letter(
    { origin: sampleOrigin },
    ({ origin }) => ({
      subject: 'You have new recovery codes',
      path: '/settings',
      parts: [
        'New recovery codes were just made for your account. Your old codes no longer work.',
        'If this wasn’t you, choose a new password right away:',
        { button: 'Choose a new password', url: `${origin}/forgot` },
      ],
    }),
    {
      note: 'Your old codes no longer work. If it wasn’t you, choose a new password right away.',
      isUrgent: true,
    },
  ),
  'authenticator-replaced': letter(
    { origin: sampleOrigin },
    ({ origin }) => ({
      subject: 'Your authenticator app was replaced',
      path: '/settings',
      parts: [
        'From now on, sign-in codes for your account come from a different authenticator app. You also have new recovery codes.',
        'If this wasn’t you, choose a new password right away:',
        { button: 'Choose a new password', url: `${origin}/forgot` },
      ],
    }),
    { note: 'If it wasn’t you, choose a new password right away.', isUrgent: true },
  ),
};
