import '../../styles.css';
import { createRoot } from 'react-dom/client';
import { DevUiPage } from './dev-ui-page.tsx';

// `main.tsx` asks for this at `/dev/ui` on the development server, and its spec builds it alone.
const container = document.getElementById('portal');
if (container) createRoot(container).render(<DevUiPage />);
