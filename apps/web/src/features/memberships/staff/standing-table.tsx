import { accountStandings } from '@namc/inputs/standing-rules';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../../lib/api.ts';
import { Block } from '../../../ui/block.tsx';
import { ScrollRegion } from '../../../ui/scroll-region.tsx';
import { standingWords } from '../standing-words.ts';

const words = { ...standingWords, SUSPENDED: 'Suspended' };

/** The table of rules: the acts, and the standings that allow them. The database asks the same table. */
export function StandingTable() {
  const rules = useQuery(api.standingRules.list.queryOptions());
  return (
    <Block title="What a standing allows" what="Couldn’t load the rules" asked={rules}>
      {(list) => (
        <ScrollRegion aria-label="What a standing allows" className="max-w-5xl overflow-auto">
          <table className="text-dense">
            <thead>
              <tr className="text-left text-text-2">
                <th scope="col" className="pr-6 font-normal">
                  A member can
                </th>
                {accountStandings.map((standing) => (
                  <th key={standing} scope="col" className="min-w-20 pr-4 align-bottom font-normal">
                    {words[standing]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {list.map(({ act, words: said, allowed }) => (
                <tr key={act} className="border-t border-divider">
                  <th scope="row" className="min-w-48 py-1 pr-6 text-left font-normal">
                    {said}
                  </th>
                  {accountStandings.map((standing) => (
                    <td key={standing} className="py-1 pr-4">
                      {allowed.includes(standing) ? 'Yes' : <span className="text-text-2">No</span>}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </Block>
  );
}
