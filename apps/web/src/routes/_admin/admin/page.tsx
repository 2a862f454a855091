import { createFileRoute } from '@tanstack/react-router';
import { TodayPage } from '../../../features/admin/today-page.tsx';

export const Route = createFileRoute('/_admin/admin/')({ component: TodayPage });
