// A new random value: of a whole secret, of one key of a JSON secret, or a new key that signs tokens.
import { jsonOf, requiredJsonOf } from './json.mjs';
import { randomText } from './random-text.mjs';
import { rotating } from './rotation.mjs';
import { isSigningKey, renewedSigningKey } from './signing-key.mjs';

export const handler = rotating({ create, test });

function create(current, settings) {
  if (settings.signing) return JSON.stringify(renewedSigningKey(jsonOf(current), settings.signing, settings.bits));
  if (settings.key) return JSON.stringify({ ...requiredJsonOf(current), [settings.key]: randomText(settings) });
  if (jsonOf(current)) throw new Error('The secret is a JSON object: its rotation has to say which key gets the new value.');
  return randomText(settings);
}

// Nobody is there to be asked whether the value works; it must have the form that its readers expect.
function test(pending, current, settings) {
  const value = jsonOf(pending);
  if (settings.signing ? !isSigningKey(value) : settings.key ? !value?.[settings.key] : pending.length === 0) {
    throw new Error('The new value does not have the form that was asked for.');
  }
}
