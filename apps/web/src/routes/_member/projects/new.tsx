import { createFileRoute } from '@tanstack/react-router';
import { NewProjectPage } from '../../../features/projects/posting/new-project-page.tsx';

export const Route = createFileRoute('/_member/projects/new')({ component: NewProjectPage });
