import { shortened } from '@namc/inputs/cut-text';
import { letter, type Part, sampleOrigin } from '../engine/letter.ts';
import { stopAddress, stopPage } from '../engine/stop-address.ts';
import { type MatchNews, matchNewsNow } from './queries.ts';

export const letters = {
  'project-matches': letter<MatchNews>(
    {
      origin: sampleOrigin,
      projects: [
        {
          id: '00000000-0000-7000-8000-000000000000',
          title: 'Lighting of a school',
          reasons: [
            'It needs C-10 Electrical: Meridian Electric holds it in good standing.',
            'It is about 12 mi away, in your service area.',
            'Your bonding covers it.',
          ],
        },
      ],
      count: 1,
      key: '00000000-0000-4000-8000-000000000000',
    },
    ({ origin, projects, count, key }) => {
      const [first] = projects;
      const more = count - projects.length;
      return {
        subject:
          count === 1 && first
            ? `A project for your firm: ${shortened(first.title, 150)}`
            : `${count.toLocaleString('en-US')} new projects for your firm`,
        path: '/projects?isQualified=true',
        parts: [
          'Your firm can bid on this work:',
          ...projects.flatMap(({ id, title, reasons }): Part[] => [
            `${title}. ${reasons.join(' ')}`,
            { link: `See ${shortened(title, 60)}`, url: `${origin}/projects/${id}` },
          ]),
          ...(more > 0 ? [`${more.toLocaleString('en-US')} more are in the list of projects.`] : []),
          { button: 'See all projects for your firm', url: `${origin}/projects?isQualified=true` },
          { link: 'Choose when we email you', url: `${origin}/saved` },
          ...(key === null
            ? []
            : [{ link: 'Stop emails about projects for your firm', url: stopPage(origin, key) }]),
        ],
      };
    },
    {
      note: 'See why your firm can bid on it.',
      recheck: matchNewsNow,
      stop: ({ origin, key }) => (key === null ? undefined : stopAddress(origin, [key])),
    },
  ),
};
