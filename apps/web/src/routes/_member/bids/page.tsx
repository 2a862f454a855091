import { createFileRoute } from '@tanstack/react-router';
import { OwnBidsPage } from '../../../features/bids/own-bids-page.tsx';

export const Route = createFileRoute('/_member/bids/')({ component: OwnBidsPage });
