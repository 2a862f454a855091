import { createFileRoute } from '@tanstack/react-router';
import { ConfirmPage } from '../../features/sign-in/links/confirm-page.tsx';

export const Route = createFileRoute('/_public/confirm')({ component: ConfirmPage });
