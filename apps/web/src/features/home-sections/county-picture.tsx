import picture from 'virtual:county-picture';
import { formatCount, plural } from '../../lib/formats.ts';
import type { HomePageContent } from './home-section.ts';

/** From this share of the fullest county on, a county has this strength of color. */
const strengths = [
  [0.6, 1],
  [0.3, 0.75],
  [0.1, 0.5],
  [0, 0.3],
] as const;

/** California, with the counties in a stronger color the more members they have. The table beside it has the numbers. */
export function CountyPicture({ byCounty }: Pick<HomePageContent, 'byCounty'>) {
  const members = new Map(byCounty.map((row) => [row.county, row.members]));
  const most = Math.max(...members.values());
  return (
    <svg
      role="img"
      aria-label={`Map of California: ${byCounty.length} ${plural(byCounty.length, 'county', 'counties')} with members`}
      viewBox={`0 0 ${picture.width} ${picture.height}`}
      className="h-full w-full"
    >
      {picture.counties.map(([name, path]) => {
        const count = members.get(name);
        const strength = count && strengths.find(([share]) => count / most >= share)?.[1];
        return (
          <path
            key={name}
            d={path}
            fillOpacity={strength || 1}
            strokeWidth={1}
            className={`stroke-surface ${count ? 'fill-accent' : 'fill-divider'}`}
          >
            <title>
              {name}: {count ? `${formatCount(count)} ${plural(count, 'member')}` : 'no members yet'}
            </title>
          </path>
        );
      })}
    </svg>
  );
}
