// A new random value: of a whole secret, of one key of a JSON secret, or a new key that signs tokens.
import { randomInt } from 'node:crypto';
import { rotating } from './rotation.mjs';
import { isSigningKey, renewedSigningKey } from './signing-key.mjs';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const PUNCTUATION = '!#$%&()*+,-.:;<=>?@[]^_{|}~';

export const handler = rotating({ create, test });

function create(current, settings) {
  if (settings.signing) return JSON.stringify(renewedSigningKey(jsonOf(current), settings.signing, settings.bits));
  if (settings.key) return JSON.stringify({ ...requiredJsonOf(current), [settings.key]: random(settings) });
  if (jsonOf(current)) throw new Error('The secret is a JSON object: its rotation has to say which key gets the new value.');
  return random(settings);
}

// Nobody is there to be asked whether the value works; it must have the form that its readers expect.
function test(pending, current, settings) {
  const value = jsonOf(pending);
  if (settings.signing ? !isSigningKey(value) : settings.key ? !value?.[settings.key] : pending.length === 0) {
    throw new Error('The new value does not have the form that was asked for.');
  }
}

function random({ length, punctuation, exclude }) {
  const alphabet = [...(punctuation ? LETTERS + PUNCTUATION : LETTERS)].filter((letter) => !exclude.includes(letter));
  if (alphabet.length === 0) throw new Error('No characters are left to make a value of.');
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

function requiredJsonOf(text) {
  const value = jsonOf(text);
  if (!value) throw new Error('The secret is not a JSON object, so it has no keys.');
  return value;
}

/** The object that a text is the JSON of; undefined for any other text. */
function jsonOf(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined; // the parser's own message quotes the text
  }
}
