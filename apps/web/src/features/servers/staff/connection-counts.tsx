import type { inferOutput } from '@trpc/tanstack-react-query';
import type { api } from '../../../lib/api.ts';
import { formatCount } from '../../../lib/formats.ts';
import { ScrollRegion } from '../../../ui/scroll-region.tsx';
import { formatSpan } from './session-words.ts';

type Counted = inferOutput<typeof api.servers.listConnections>[number];

/** The connections of one server by login, application and state, against its limit. */
export function ConnectionCounts({ counted: { server, rows, taken, most } }: { counted: Counted }) {
  return (
    <>
      {taken !== null && most !== null && (
        <p>
          {formatCount(taken)} of {formatCount(most)} connections are taken (
          {Math.round((taken / most) * 100)}%).
        </p>
      )}
      <ScrollRegion aria-label={`Connections to ${server}`} className="overflow-x-auto">
        <table className="text-dense">
          <thead>
            <tr className="text-left text-text-2">
              {['Login', 'Application', 'State'].map((title) => (
                <th key={title} scope="col" className="pr-6 font-normal whitespace-nowrap">
                  {title}
                </th>
              ))}
              <th scope="col" className="pr-6 text-right font-normal">
                Connections
              </th>
              <th scope="col" className="text-right font-normal whitespace-nowrap">
                For at most
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr
                key={`${row.login} ${row.application} ${row.state} ${row.isOwnDatabase}`}
                className="border-t border-divider align-top"
              >
                <th scope="row" className="py-1 pr-6 text-left font-normal break-words">
                  {row.login}
                </th>
                <td className="max-w-[16rem] py-1 pr-6 break-words">
                  {row.application}
                  {!row.isOwnDatabase && <span className="text-text-2"> (another database)</span>}
                </td>
                <td className="py-1 pr-6 whitespace-nowrap">{row.state}</td>
                <td className="py-1 pr-6 text-right tabular-nums">{formatCount(row.connections)}</td>
                <td className="py-1 text-right whitespace-nowrap tabular-nums">{formatSpan(row.seconds)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </>
  );
}
