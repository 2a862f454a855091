import { createFileRoute } from '@tanstack/react-router';
import { ForgotPage } from '../../features/sign-in/links/forgot-page.tsx';

export const Route = createFileRoute('/_public/forgot')({ component: ForgotPage });
