import { mostTrades } from '@namc/inputs/contractors';
import { mostOutreach, type OutreachCriteria, outreachCriteria } from '@namc/inputs/outreach';
import { readLeniently } from '../../lib/lenient.ts';
import { tradeCodes } from '../contractors/trade-names.ts';
import type { Project } from '../projects/project-queries.ts';
import type { OutreachAddress } from './outreach-words.ts';

export const codes = tradeCodes([]);
/** More pages than these hold more firms than a list takes. */
const mostPages = mostOutreach / 50;

/** In an address, for what nobody chose and for what somebody chose to leave out. */
const none = 'any';

/** The search for firms of the project’s trades around its place, until a person asks for another one. */
function firstCriteria({ latitude, longitude, skillsRequired }: Project): OutreachCriteria {
  return {
    trades: skillsRequired.filter((code) => codes.includes(code)).slice(0, mostTrades),
    ...(latitude !== null && longitude !== null && { miles: 20 }),
    standing: 'good',
    member: false,
  };
}

/** Never fails: of a mistyped address the parts that can be read stay, and the others begin as the project says. */
export function readCriteria(address: OutreachAddress, project: Project): OutreachCriteria {
  const first = firstCriteria(project);
  const read = readLeniently(outreachCriteria, address);
  const has = (name: keyof OutreachCriteria) => address[name] === none;
  const criteria = {
    q: read.q || undefined,
    trades: has('trades') ? [] : read.trades.length > 0 ? read.trades : first.trades,
    miles: has('miles') ? undefined : (read.miles ?? first.miles),
    standing: has('standing') ? undefined : (read.standing ?? first.standing),
    member: has('member') ? undefined : (read.member ?? first.member),
  };
  return Object.fromEntries(
    Object.entries(criteria).filter(([, value]) => value !== undefined),
  ) as OutreachCriteria;
}

/** The part of an address that says these criteria. What the search begins with is left out of it. */
export function addressOf(criteria: OutreachCriteria, project: Project): OutreachAddress {
  const first = firstCriteria(project);
  const said = (name: 'trades' | 'miles' | 'standing' | 'member') => {
    const value = criteria[name];
    if (JSON.stringify(value) === JSON.stringify(first[name])) return undefined;
    return value === undefined || (Array.isArray(value) && value.length === 0) ? none : value;
  };
  return {
    q: criteria.q || undefined,
    trades: said('trades'),
    miles: said('miles'),
    standing: said('standing'),
    member: said('member'),
  };
}

/** The pages of results that are shown. */
export function readPages({ pages }: OutreachAddress): number {
  const count = Number(pages);
  return Number.isInteger(count) ? Math.min(Math.max(count, 1), mostPages) : 1;
}
