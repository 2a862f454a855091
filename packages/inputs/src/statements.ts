import { z } from 'zod/mini';
import { limit, oneLine } from './text.ts';

/** The spans that the page of statements shows, up to the present. */
export const statementRanges = ['1h', '6h', '1d', '7d', '30d', '1y'] as const;
export type StatementRange = (typeof statementRanges)[number];

/** The length of each range and the step of its points, in PostgreSQL’s own words. */
export const statementSpans = {
  '1h': { length: '1 hour', step: 'minute' },
  '6h': { length: '6 hours', step: 'minute' },
  '1d': { length: '1 day', step: 'hour' },
  '7d': { length: '7 days', step: 'hour' },
  '30d': { length: '30 days', step: 'day' },
  '1y': { length: '1 year', step: 'day' },
} as const satisfies Record<StatementRange, { length: string; step: 'minute' | 'hour' | 'day' }>;

export const statementOrders = ['time', 'calls', 'mean', 'rows', 'reads', 'temp', 'wal'] as const;
export type StatementOrder = (typeof statementOrders)[number];

/** A statement's id: a signed number of 64 bits, as text. */
export const queryId = z.string().check(z.regex(/^(0|-?[1-9]\d{0,18})$/, 'must be the id of a statement'));

const range = z._default(z.enum(statementRanges), '1d');

export const listStatementsInput = z.object({
  range,
  order: z._default(z.enum(statementOrders), 'time'),
  limit: limit(200, 50),
  /** The procedure whose statements are listed; all of them without it. */
  caller: z.optional(oneLine(100)),
});
export type ListStatementsInput = z.infer<typeof listStatementsInput>;

export const listStatementPointsInput = z.object({ range, queryId: z.optional(queryId) });
export type ListStatementPointsInput = z.infer<typeof listStatementPointsInput>;

/** The time with which a statement is compared: the same time before, the day before, or the day before the last deploy. */
export const comparisons = ['before', 'yesterday', 'deploy'] as const;
export type Comparison = (typeof comparisons)[number];

export const listChangedStatementsInput = z.object({
  range,
  since: z._default(z.enum(comparisons), 'before'),
});
export type ListChangedStatementsInput = z.infer<typeof listChangedStatementsInput>;

export const listProceduresInput = z.object({ range });
export type ListProceduresInput = z.infer<typeof listProceduresInput>;

export const explainStatementInput = z.object({ queryId });
export type ExplainStatementInput = z.infer<typeof explainStatementInput>;
