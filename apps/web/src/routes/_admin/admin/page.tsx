import { createFileRoute } from '@tanstack/react-router';
import { TodayPage } from '../../../features/staff-shell/today-page.tsx';

export const Route = createFileRoute('/_admin/admin/')({ component: TodayPage });
