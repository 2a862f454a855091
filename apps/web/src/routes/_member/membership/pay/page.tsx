import { createFileRoute } from '@tanstack/react-router';
import { PayPage } from '../../../../features/memberships/pay-page.tsx';

export const Route = createFileRoute('/_member/membership/pay/')({ component: PayPage });
