import { letter } from '../engine/letter.ts';

export const letters = {
  'bid-received': letter(
    { projectTitle: 'Seismic retrofit of a library' },
    ({ projectTitle }) => ({
      subject: 'We received your bid',
      parts: [
        `Your bid on “${projectTitle}” is in. The project’s owner can see it now.`,
        'You can withdraw it until the owner decides.',
      ],
    }),
    { memberMaySendTo: 'self' },
  ),
};
