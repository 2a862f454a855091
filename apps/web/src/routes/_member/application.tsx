import { createFileRoute } from '@tanstack/react-router';
import { ApplicationPage } from '../../features/applications/own-application-page.tsx';

export const Route = createFileRoute('/_member/application')({ component: ApplicationPage });
