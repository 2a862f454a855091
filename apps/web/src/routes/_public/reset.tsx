import { createFileRoute } from '@tanstack/react-router';
import { ResetPage } from '../../features/sign-in/links/reset-page.tsx';

export const Route = createFileRoute('/_public/reset')({ component: ResetPage });
