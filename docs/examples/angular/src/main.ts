import { provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { configureAssets } from 'veritome';
import { App } from './app.js';

configureAssets({ base: '/veritome/assets/' });
await bootstrapApplication(App, { providers: [provideZonelessChangeDetection()] });
