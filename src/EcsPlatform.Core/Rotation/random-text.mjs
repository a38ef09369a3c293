// Random texts out of the characters that the secret's settings allow; SecretValues.cs makes first values of the same.
import { randomInt } from 'node:crypto';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const PUNCTUATION = '!#$%&()*+,-.:;<=>?@[]^_{|}~';

export function randomText({ length, punctuation, exclude }) {
  const alphabet = [...(punctuation ? LETTERS + PUNCTUATION : LETTERS)].filter((letter) => !exclude.includes(letter));
  if (alphabet.length === 0) throw new Error('No characters are left to make a value of.');
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}
