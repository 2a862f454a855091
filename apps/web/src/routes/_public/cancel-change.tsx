import { createFileRoute } from '@tanstack/react-router';
import { CancelChangePage } from '../../features/sign-in/links/cancel-change-page.tsx';

export const Route = createFileRoute('/_public/cancel-change')({ component: CancelChangePage });
