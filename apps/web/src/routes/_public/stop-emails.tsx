import { createFileRoute } from '@tanstack/react-router';
import { StopEmailsPage } from '../../features/mail/stop-emails-page.tsx';

export const Route = createFileRoute('/_public/stop-emails')({ component: StopEmailsPage });
