import { Link } from '@tanstack/react-router';
import { projectFilterWords } from '../projects/project-filter-words.ts';
import { readProjectSearch, toAddress } from '../projects/project-search.ts';
import { projectNotifyChoices } from '../saved-searches/notify-words.ts';
import type { SavedProjectSearch } from '../saved-searches/saved-search-queries.ts';
import { SearchItem } from './saved-search-item.tsx';

/** A saved search for projects. The code comes with the first one. */
export default function SavedProjectSearchItem({ search }: { search: SavedProjectSearch }) {
  const found = toAddress(readProjectSearch(search.filters));
  return (
    <SearchItem
      search={search}
      words={projectFilterWords(search.filters)}
      choices={projectNotifyChoices}
      kind="project"
      title={(className, markSeen) => (
        <Link to="/projects" search={found} onClick={markSeen} className={className}>
          {search.name}
        </Link>
      )}
      newest={search.newest.map(({ id, title }) => ({
        key: id,
        link: (className) => (
          <Link to="/projects/$id" params={{ id }} className={className}>
            {title}
          </Link>
        ),
      }))}
    />
  );
}
