import { shortened } from '@namc/inputs/cut-text';
import { letter, type Part, sampleOrigin } from '../engine/letter.ts';
import { stopAddress, stopPage } from '../engine/stop-address.ts';
import { type NewsOfProject, projectLetterNow } from './queries.ts';

const withPeriod = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);

const reasons: Record<NewsOfProject['reason'], string> = {
  FOLLOWS: 'You get this email because you follow the project.',
  BIDS: 'You get this email because you have bid on the project.',
  POSTED: 'You get this email because you posted the project.',
  DRAFTS: 'You get this email because your firm has a draft of a bid on the project.',
  EXCEPTED: 'You get this email because your firm was given more time to bid on the project.',
};

function ending({ origin, reason, key }: NewsOfProject): Part[] {
  if (reason !== 'FOLLOWS' || key === undefined) return [reasons[reason]];
  return [reasons[reason], { link: 'Stop following it', url: stopPage(origin, key) }];
}

export const letters = {
  // The notification is written with the change itself, so the letter has no page.
  'project-news': letter<NewsOfProject>(
    {
      origin: sampleOrigin,
      projectId: '00000000-0000-7000-8000-000000000000',
      title: 'Seismic retrofit of a library',
      reason: 'FOLLOWS',
      news: [
        { kind: 'addendum-sent', words: 'Addendum 2: Roof drains', deadlineAt: null },
        { kind: 'project-file-added', words: 'New file: Plans, sheet A3.pdf', deadlineAt: null },
      ],
      key: '00000000-0000-4000-8000-000000000000',
    },
    (about) => {
      const { origin, projectId, title, news } = about;
      const [first, ...more] = news;
      const named = shortened(title, 80);
      const isAddendum = news.some(({ kind }) => kind === 'addendum-sent');
      return {
        subject: first && more.length === 0 ? shortened(`${named}: ${first.words}`, 190) : `News of ${named}`,
        parts: [
          `News of “${title}”:`,
          ...news.map(({ words }) => withPeriod(words)),
          ...(isAddendum && about.reason !== 'POSTED'
            ? ['Read the addendum and acknowledge it on the project’s page. A bid needs that.']
            : []),
          // The poster answers and changes things on a page of its own.
          about.reason === 'POSTED'
            ? { button: 'Manage the project', url: `${origin}/projects/${projectId}/edit` }
            : { button: 'See the project', url: `${origin}/projects/${projectId}` },
          ...ending(about),
        ],
      };
    },
    {
      recheck: projectLetterNow,
      stop: ({ origin, reason, key }) =>
        reason === 'FOLLOWS' && key !== undefined ? stopAddress(origin, [key]) : undefined,
    },
  ),
};
