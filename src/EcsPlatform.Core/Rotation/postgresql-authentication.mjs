// How PostgreSQL checks passwords: SCRAM-SHA-256 (RFC 5802, RFC 7677) and MD5.
import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';

const ITERATIONS = 4096; // what PostgreSQL itself takes
const MOST_ITERATIONS = 1_000_000; // a server that asks for more would only keep us busy

/** The client's side of one SCRAM exchange, without channel binding. */
export function clientScram(password) {
  const nonce = randomBytes(18).toString('base64');
  const bare = `n=,r=${nonce}`; // PostgreSQL knows the user from the start-up message
  let expected;
  const scram = {
    first: `n,,${bare}`,
    isProven: false,
    answer(serverFirst) {
      const { r, s, i } = attributes(serverFirst);
      if (!r?.startsWith(nonce) || r.length === nonce.length || !s || !(Number(i) > 0) || Number(i) > MOST_ITERATIONS) {
        throw new Error('PostgreSQL\'s side of SCRAM is not as it should be.');
      }

      const keys = keysOf(password, Buffer.from(s, 'base64'), Number(i));
      const withoutProof = `c=${Buffer.from('n,,').toString('base64')},r=${r}`;
      const message = `${bare},${serverFirst},${withoutProof}`;
      const signature = hmac(keys.stored, message);
      expected = hmac(keys.server, message);
      return `${withoutProof},p=${Buffer.from(keys.client.map((byte, index) => byte ^ signature[index])).toString('base64')}`;
    },
    prove(serverFinal) {
      const shown = Buffer.from(attributes(serverFinal).v ?? '', 'base64');
      if (!expected || shown.length !== expected.length || !timingSafeEqual(shown, expected)) {
        throw new Error('The server does not know the password, so it is not the PostgreSQL that was meant.');
      }

      scram.isProven = true;
    },
  };
  return scram;
}

/** What PostgreSQL keeps of a password. ALTER ROLE takes it in the password's place, and then no log of statements has the password. */
export function scramVerifier(password) {
  const salt = randomBytes(16);
  const { stored, server } = keysOf(password, salt, ITERATIONS);
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString('base64')}$${stored.toString('base64')}:${server.toString('base64')}`;
}

/** The answer to an MD5 challenge. */
export const md5Password = (username, password, salt) => `md5${md5(Buffer.concat([Buffer.from(md5(password + username)), salt]))}`;

function keysOf(password, salt, iterations) {
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, iterations, 32, 'sha256');
  const client = hmac(salted, 'Client Key');
  return { client, stored: createHash('sha256').update(client).digest(), server: hmac(salted, 'Server Key') };
}

const attributes = (text) => Object.fromEntries(text.split(',').map((part) => [part[0], part.slice(2)]));

const hmac = (key, text) => createHmac('sha256', key).update(text).digest();

const md5 = (data) => createHash('md5').update(data).digest('hex');
