import type { InvoiceStatus } from '@namc/inputs/invoices';
import { CircleCheck, CircleX, Clock, TriangleAlert } from 'lucide-react';
import { Pill } from '../../ui/pill.tsx';
import { invoiceStatusWords, overdueWords } from './invoice-words.ts';

/** The state of an invoice, and since when it is overdue. */
export function InvoicePill({ status, daysOverdue }: { status: InvoiceStatus; daysOverdue: number }) {
  const overdue = overdueWords(daysOverdue);
  if (status === 'OPEN' && overdue)
    return (
      <Pill tone="warn" Icon={TriangleAlert}>
        {overdue}
      </Pill>
    );
  if (status === 'OPEN')
    return (
      <Pill tone="info" Icon={Clock}>
        {invoiceStatusWords.OPEN}
      </Pill>
    );
  if (status === 'PAID')
    return (
      <Pill tone="ok" Icon={CircleCheck}>
        {invoiceStatusWords.PAID}
      </Pill>
    );
  return (
    <Pill tone="quiet" Icon={CircleX}>
      {invoiceStatusWords[status]}
    </Pill>
  );
}
