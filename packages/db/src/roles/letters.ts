import { letter } from '../engine/letter.ts';

export const letters = {
  'roles-changed': letter(
    { roles: ['Membership manager', 'Auditor'] },
    ({ roles }) => ({
      subject: 'Your roles have changed',
      path: '/home',
      parts: [
        roles.length > 0 ? `Your roles are now: ${roles.join(', ')}.` : 'You no longer have a staff role.',
      ],
    }),
    {
      note: 'Roles decide which staff pages you can open.',
      staffMaySend: { permission: 'roles.grant', after: ['roles.grant', 'roles.take'] },
    },
  ),
};
