// node run.mjs < scenario: { secrets, events }; writes result.json: { errors, secrets }.
import { readFileSync, writeFileSync } from 'node:fs';
import { secrets } from '@aws-sdk/client-secrets-manager';
import { handler } from './index.mjs';

const scenario = JSON.parse(readFileSync(0, 'utf8'));
Object.assign(secrets, scenario.secrets);
const errors = [];
for (const event of scenario.events) {
  try {
    await handler(event);
    errors.push(null);
  } catch (error) {
    errors.push(error.message);
  }
}

writeFileSync('result.json', JSON.stringify({ errors, secrets }));
