import { createFileRoute } from '@tanstack/react-router';
import { VerifyPage } from '../../features/sign-in/mailed-links.tsx';

export const Route = createFileRoute('/_public/verify/$token')({
  component: function TokenRoute() {
    return <VerifyPage token={Route.useParams().token} />;
  },
});
