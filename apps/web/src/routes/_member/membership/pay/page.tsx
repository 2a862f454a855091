import { createFileRoute } from '@tanstack/react-router';
import { PayPage } from '../../../../features/invoices/pay-page.tsx';

export const Route = createFileRoute('/_member/membership/pay/')({ component: PayPage });
