// node run.mjs < events; writes result.json: an error's text for each event, null for those that went well.
import { readFileSync, writeFileSync } from 'node:fs';
import { handler } from './index.mjs';

const errors = [];
for (const event of JSON.parse(readFileSync(0, 'utf8'))) {
  try {
    await handler(event);
    errors.push(null);
  } catch (error) {
    errors.push(error.message);
  }
}

writeFileSync('result.json', JSON.stringify(errors));
