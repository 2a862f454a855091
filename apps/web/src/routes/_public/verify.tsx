import { createFileRoute } from '@tanstack/react-router';
import { NewAddressPage } from '../../features/sign-in/links/new-address-page.tsx';

export const Route = createFileRoute('/_public/verify')({ component: NewAddressPage });
