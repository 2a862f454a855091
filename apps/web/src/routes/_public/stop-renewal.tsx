import { createFileRoute } from '@tanstack/react-router';
import { StopRenewalPage } from '../../features/renewals/stop-renewal-page.tsx';

export const Route = createFileRoute('/_public/stop-renewal')({ component: StopRenewalPage });
