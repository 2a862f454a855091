import { createFileRoute } from '@tanstack/react-router';
import { ForgotPage } from '../../features/sign-in/mailed-links.tsx';

export const Route = createFileRoute('/_public/forgot')({ component: ForgotPage });
