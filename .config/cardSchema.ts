/** Writes docs/model-card.schema.json: `node .config/run.mjs cardSchema.ts`. */
import { writeFileSync } from 'node:fs';
import { MODEL_CARD_SCHEMA } from '../src/registry/cardSchema.js';

writeFileSync('docs/model-card.schema.json', `${JSON.stringify(MODEL_CARD_SCHEMA, null, 2)}\n`);
