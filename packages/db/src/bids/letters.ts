import { letter } from '../engine/letter.ts';

export const letters = {
  'bid-received': letter(
    { projectTitle: 'Seismic retrofit of a library' },
    ({ projectTitle }) => ({
      subject: 'We received your bid',
      parts: [
        `Your bid on “${projectTitle}” is in. It is sealed: the project’s owner reads the offer after the deadline.`,
        'You can withdraw it until the owner decides.',
      ],
    }),
    { memberMaySendTo: 'self' },
  ),
};
