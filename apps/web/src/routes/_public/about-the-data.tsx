import { createFileRoute } from '@tanstack/react-router';
import { AboutTheDataPage } from '../../features/shell/about-the-data-page.tsx';

export const Route = createFileRoute('/_public/about-the-data')({ component: AboutTheDataPage });
