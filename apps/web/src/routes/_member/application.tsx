import { createFileRoute } from '@tanstack/react-router';
import { ApplicationPage } from '../../features/account/application-page.tsx';

export const Route = createFileRoute('/_member/application')({ component: ApplicationPage });
