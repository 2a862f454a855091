import { createFileRoute } from '@tanstack/react-router';
import { JoinPage } from '../../features/applications/join/join-page.tsx';

export const Route = createFileRoute('/_public/join')({ component: JoinPage });
