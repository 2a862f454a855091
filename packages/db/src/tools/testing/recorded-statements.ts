import { openBuilder } from '../../engine/builder.ts';
import type { Transaction } from '../../engine/database.ts';

/** A statement as it was sent, with the text of its parameters. */
export interface SentStatement {
  text: string;
  parameters: unknown[];
}

/**
 * The driver's query object, as far as it shows the sent statement; fragments inside other statements were not
 * sent.
 */
interface DriverQuery {
  string?: string;
  parameters?: unknown[];
}

/**
 * The same transaction, the statements that it sends from now on, and how many rows the server answered or changed for
 * each.
 */
export function recordStatements(tx: Transaction): {
  tx: Transaction;
  sent: () => SentStatement[];
  countRows: () => Promise<number[]>;
} {
  const queries: DriverQuery[] = [];
  const sql = new Proxy(tx.sql, {
    apply(target, self, args) {
      const query: unknown = Reflect.apply(target, self, args);
      if (typeof query === 'object' && query !== null) queries.push(query);
      return query;
    },
    get(target, name) {
      if (name !== 'unsafe') return Reflect.get(target, name);
      return (...args: Parameters<Transaction['sql']['unsafe']>) => {
        const query = target.unsafe(...args);
        queries.push(query as DriverQuery);
        return query;
      };
    },
  });
  return {
    tx: { ...tx, sql, orm: openBuilder(sql) },
    sent: () =>
      queries.flatMap(({ string, parameters }) =>
        string === undefined ? [] : [{ text: string, parameters: parameters ?? [] }],
      ),
    countRows: () =>
      Promise.all(
        queries.flatMap((query) =>
          query.string === undefined
            ? []
            : [(query as unknown as Promise<{ count: number }>).then(({ count }) => count)],
        ),
      ),
  };
}

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  Plans?: PlanNode[];
}

/** The nodes of a statement's plan, under the transaction's current settings. */
export async function explain(tx: Transaction, { text, parameters }: SentStatement): Promise<PlanNode[]> {
  const [row] = await tx.sql.unsafe(`explain (format json) ${text}`, parameters as string[]);
  const plans = row?.['QUERY PLAN'] as { Plan: PlanNode }[];
  const walk = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(walk)];
  return plans.flatMap(({ Plan }) => walk(Plan));
}

/** Tables that a plan scans sequentially. */
export function scannedWhole(nodes: PlanNode[]): string[] {
  return nodes.flatMap((node) =>
    node['Node Type'] === 'Seq Scan' && node['Relation Name'] ? [node['Relation Name']] : [],
  );
}
