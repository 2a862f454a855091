import { letter, sampleOrigin } from '../engine/letter.ts';

const onlyId = (text: string) => text.replaceAll(/[^0-9a-f-]/g, '');

export const letters = {
  'companies-merged': letter<{ origin: string; companyId: string; name: string; duplicate: string }>(
    {
      origin: sampleOrigin,
      companyId: '00000000-0000-7000-8000-000000000000',
      name: 'Example Paving Inc.',
      duplicate: 'Example Paving',
    },
    ({ origin, companyId, name, duplicate }) => ({
      subject: 'Your company was merged with another one',
      path: '/company',
      parts: [
        `The portal had ${duplicate} and ${name}, which are one company. Our staff merged them: from now on there is ${name}, with the people, certifications and pictures of both.`,
        'Facts that both had stay as they were at the company that stays. If one of the two was hidden in the directory, the company is hidden now. An owner can change that.',
        { button: 'Look it over', url: `${origin}/company?company=${onlyId(companyId)}` },
        'If these aren’t one company, reply to this email.',
      ],
    }),
    { note: 'Look over the facts and the people of your company.' },
  ),
};
