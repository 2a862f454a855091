import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { api } from '../../lib/api.ts';
import { buttonClass } from '../../ui/button.tsx';
import { SkeletonCard } from '../../ui/skeleton.tsx';
import { useSignedIn } from '../accounts/me.ts';
import { Benefits } from './benefits.tsx';
import { Figures } from './figures.tsx';
import { HomeSearch } from './home-search.tsx';
import type { HomePageContent, HomeSection } from './home-section.ts';
import { Lead } from './lead.tsx';
import { NewestMembers } from './newest-members.tsx';
import { SectionPicture } from './section-picture.tsx';

/** Stands in when the sections cannot be loaded, so that people can join and search. */
const fallback: Pick<HomeSection, 'kind' | 'title' | 'body'>[] = [
  {
    kind: 'LEAD',
    title: 'Build more. Build together.',
    body: 'We help minority contractors in Northern California find work, grow their firms and stand together.',
  },
  { kind: 'SEARCH', title: 'Find a contractor', body: '' },
];

/** The public home page, in the sections that staff write. */
export function HomePage() {
  const page = useQuery(api.homeSections.getPage.queryOptions());
  const nothing = {
    icon: 'badge',
    isShown: true,
    updatedAt: '',
    pictureId: null,
    pictureWidth: null,
  } as const;
  const sections =
    page.data?.sections ??
    fallback.map((section) => ({
      ...nothing,
      pictureHeight: null,
      pictureAlt: null,
      id: section.kind,
      ...section,
    }));
  if (page.isPending) {
    return (
      <div className="max-w-6xl space-y-10">
        <Lead section={undefined} />
        <SkeletonCard className="h-24" />
      </div>
    );
  }
  return (
    <div className="max-w-6xl space-y-12 sm:space-y-16">
      {grouped(sections).map((group) => {
        const [first] = group;
        return <Fragment key={first.id}>{partOf(group, page.data)}</Fragment>;
      })}
    </div>
  );
}

type Group = [HomeSection, ...HomeSection[]];

/** Benefits that follow one another stand side by side. */
function grouped(sections: HomeSection[]): Group[] {
  const groups: Group[] = [];
  for (const section of sections) {
    const last = groups.at(-1);
    if (section.kind === 'BENEFIT' && last?.[0].kind === 'BENEFIT') last.push(section);
    else groups.push([section]);
  }
  return groups;
}

function partOf(group: Group, page: HomePageContent | undefined) {
  const [section] = group;
  switch (section.kind) {
    case 'LEAD':
      return <Lead section={section} />;
    case 'SEARCH':
      return <HomeSearch section={section} />;
    case 'BENEFIT':
      return <Benefits sections={group} />;
    case 'FIGURES':
      return page && <Figures section={section} figures={page.figures} byCounty={page.byCounty} />;
    case 'MEMBERS':
      return page && <NewestMembers section={section} newest={page.newest} />;
    case 'TEXT':
      return <Text section={section} />;
    case 'JOIN':
      return <Join section={section} />;
  }
}

function Text({ section }: { section: HomeSection }) {
  return (
    <section className={section.pictureId ? 'items-center gap-8 lg:grid lg:grid-cols-2' : 'max-w-3xl'}>
      <div>
        <h2 className="text-h2 font-semibold tracking-tight">{section.title}</h2>
        {section.body && <p className="mt-2 max-w-[65ch] whitespace-pre-line text-text-2">{section.body}</p>}
      </div>
      <SectionPicture section={section} className="mt-4 rounded-card lg:mt-0" />
    </section>
  );
}

function Join({ section }: { section: HomeSection }) {
  // A member has joined.
  if (useSignedIn()) return null;
  return (
    <section className="flex flex-wrap items-center justify-between gap-4 rounded-card bg-accent-tint p-6 sm:p-8">
      <div>
        <h2 className="text-h2 font-semibold tracking-tight">{section.title}</h2>
        {section.body && <p className="mt-1 max-w-[60ch] whitespace-pre-line text-text-2">{section.body}</p>}
      </div>
      <Link to="/join" className={buttonClass('primary')}>
        Start your application
      </Link>
    </section>
  );
}
