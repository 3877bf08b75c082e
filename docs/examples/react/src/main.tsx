import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { configureAssets } from 'veritome';
import { App } from './App.js';

configureAssets({ base: '/veritome/assets/' });
createRoot(document.querySelector('#root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
