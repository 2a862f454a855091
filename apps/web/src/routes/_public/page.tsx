import { createFileRoute } from '@tanstack/react-router';
import { HomePage } from '../../features/home-sections/home-page.tsx';

export const Route = createFileRoute('/_public/')({ component: HomePage });
