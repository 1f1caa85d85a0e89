import './styles.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './data/query-client.ts';
import { startSession } from './data/session/session.ts';
import { startI18n } from './i18n/i18n.ts';
import { router } from './routes.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html: expected an element with the id "root"');
startSession();
await startI18n();
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
