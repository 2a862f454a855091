import { shortened } from '@namc/inputs/cut-text';
import { dayWords } from '@namc/inputs/day-words';
import { quoted } from '@namc/inputs/quoted';
import { letter, type Part, sampleOrigin } from '../engine/letter.ts';
import { stopAddress, stopPage } from '../engine/stop-address.ts';
import { type ProjectSearchNews, projectSearchesNow } from './queries.ts';

const and = new Intl.ListFormat('en-US');

function subjectOf({ searches, count }: ProjectSearchNews): string {
  const [first, ...more] = searches;
  const named = first ? quoted(shortened(first.name, 80)) : 'Your searches';
  const others =
    more.length === 0 ? '' : ` and ${more.length} more ${more.length === 1 ? 'search' : 'searches'}`;
  return `${named}${others}: ${count.toLocaleString('en-US')} new ${count === 1 ? 'project' : 'projects'}`;
}

const linesOf = ({ origin, searches, projects }: ProjectSearchNews): Part[] =>
  projects.flatMap(({ id, title, city, dueOn, searchIds }): Part[] => {
    const found = searches.filter((search) => searchIds.includes(search.id)).map(({ name }) => quoted(name));
    const facts = [city, dueOn && `bids are due ${dayWords(dueOn)}`].filter(Boolean).join(', ');
    return [
      `${title}${facts ? ` (${facts})` : ''}. Found by ${and.format(found)}.`,
      { link: `See ${shortened(title, 60)}`, url: `${origin}/projects/${id}` },
    ];
  });

export const letters = {
  'project-searches': letter<ProjectSearchNews>(
    {
      origin: sampleOrigin,
      searches: [
        {
          id: '00000000-0000-7000-8000-000000000001',
          name: 'Concrete in Oakland',
          key: '00000000-0000-4000-8000-000000000000',
        },
      ],
      projects: [
        {
          id: '00000000-0000-7000-8000-000000000000',
          title: 'Sidewalks at a school',
          city: 'Oakland',
          dueOn: '2027-03-31',
          searchIds: ['00000000-0000-7000-8000-000000000001'],
        },
      ],
      count: 1,
    },
    (news) => ({
      subject: shortened(subjectOf(news), 190),
      path: '/saved',
      parts: [
        'New projects match what you saved:',
        ...linesOf(news),
        ...(news.count > news.projects.length
          ? [
              `${(news.count - news.projects.length).toLocaleString('en-US')} more are on the page of your searches.`,
            ]
          : []),
        { button: 'See your searches', url: `${news.origin}/saved` },
        ...news.searches.flatMap(({ name, key }): Part[] =>
          key === null
            ? []
            : [{ link: `Stop emails about ${quoted(shortened(name, 60))}`, url: stopPage(news.origin, key) }],
        ),
      ],
    }),
    {
      note: 'See the new projects that match.',
      recheck: projectSearchesNow,
      stop: ({ origin, searches }) => {
        const ending = searches.flatMap(({ key }) => key ?? []);
        return ending.length > 0 ? stopAddress(origin, ending) : undefined;
      },
    },
  ),
};
