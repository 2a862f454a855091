import type { TransactionClient } from '../../engine/connection.ts';
import type { SearchKind } from './kind.ts';

const kindOf = (whose: (sql: TransactionClient) => ReturnType<TransactionClient>): SearchKind => ({
  found: (sql, { invoices }, most) => sql`
    select i.id, 6 as fit, translate(i.number, '0123456789', '9876543210') as place
    from invoices i where i.number = any(${invoices}::text[]) and ${whose(sql)}
    limit ${most}`,
  facts: (sql, top) => sql`
    select top.id, jsonb_build_object('number', i.number, 'words', i.words) as facts
    from ${top} top join invoices i on i.id = top.id`,
  show: ({ number, words }) => ({
    title: `Invoice ${number ?? ''}`,
    about: words ? [words] : [],
  }),
});

/** Invoices by their numbers, for staff, the newest year first. */
export const invoices = kindOf((sql) => sql`true`);
/** The reader’s own. */
export const ownInvoices = kindOf((sql) => sql`i.user_id = (select current_user_id())`);
