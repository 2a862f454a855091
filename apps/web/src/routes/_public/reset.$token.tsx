import { createFileRoute } from '@tanstack/react-router';
import { ResetPage } from '../../features/sign-in/mailed-links.tsx';

export const Route = createFileRoute('/_public/reset/$token')({
  component: function TokenRoute() {
    return <ResetPage token={Route.useParams().token} />;
  },
});
