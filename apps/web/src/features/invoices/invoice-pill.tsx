import type { InvoiceStatus } from '@namc/inputs/invoices';
import { Pill } from '../../ui/pill.tsx';
import { invoiceStatusWords, overdueWords } from './invoice-words.ts';

const tones = { OPEN: 'info', PAID: 'ok', VOID: 'quiet', WRITTEN_OFF: 'quiet', WAIVED: 'quiet' } as const;

/** The state of an invoice, and since when it is overdue. */
export function InvoicePill({ status, daysOverdue }: { status: InvoiceStatus; daysOverdue: number }) {
  const overdue = status === 'OPEN' ? overdueWords(daysOverdue) : undefined;
  return <Pill tone={overdue ? 'warn' : tones[status]}>{overdue ?? invoiceStatusWords[status]}</Pill>;
}
