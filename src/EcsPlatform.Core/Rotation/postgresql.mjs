// A new password for a PostgreSQL user; with an administrator's secret two users take turns, and the old password works until the next rotation.
// https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotation-strategy.html
import { requiredJsonOf } from './json.mjs';
import { scramVerifier } from './postgresql-authentication.mjs';
import { connect, identifier, literal, PostgresError } from './postgresql-client.mjs';
import { randomText } from './random-text.mjs';
import { log, rotating, value } from './rotation.mjs';

const CLONE = '_clone';
const MOST_CHARACTERS = 63; // of an identifier: PostgreSQL cuts longer ones off without a word

export const handler = rotating({ create, set, test });

function create(current, settings) {
  const credentials = credentialsOf(current);
  const username = settings.admin ? otherUser(credentials.username) : credentials.username;
  return JSON.stringify({ ...credentials, username, password: randomText(settings) });
}

async function set(pendingText, currentText, settings, previousText) {
  const pending = credentialsOf(pendingText);
  const current = credentialsOf(currentText);
  if (pending.host !== current.host || String(pending.port) !== String(current.port)) {
    throw new Error('The new value is for another database than the one that counts.'); // nobody gets to send our password elsewhere
  }

  if (await works(pending)) return; // an earlier call of this step got this far
  if (settings.admin) await asAdministrator(pending, current, settings);
  else await asUser(pending, current, previousText);
}

async function test(pending) {
  await withClient(credentialsOf(pending), (client) => client.query('SELECT 1', 'a query by the new user'));
}

/** The user changes its own password: with the one that counts, or the one before it, should the last rotation have died half-way. */
async function asUser(pending, current, previousText) {
  if (pending.username !== current.username) throw new Error('The new value is for another user than the one that counts.');
  const change = (client) => client.query(`ALTER ROLE ${identifier(pending.username)} WITH PASSWORD ${verifier(pending)}`, 'the new password');
  try {
    await withClient(current, change);
  } catch (error) {
    const previous = previousText && credentialsOf(previousText);
    if (!isWrongPassword(error) || previous?.username !== pending.username || previous.host !== pending.host) throw error;
    log('warning', 'The current password does not work; trying the previous one.');
    await withClient(previous, change);
  }
}

async function asAdministrator(pending, current, settings) {
  if (pending.username !== otherUser(current.username)) throw new Error('The new value is not for the user whose turn it is.');
  const text = await value(settings.admin, 'AWSCURRENT');
  if (text === undefined) throw new Error('The administrator\'s secret has no value.');
  const { username, password, host = current.host } = requiredJsonOf(text);
  if (host !== current.host) throw new Error('The administrator\'s secret is for another database.');
  await withClient({ ...current, username, password }, async (client) => {
    const known = await client.query(`SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = ${literal(pending.username)}`, 'the look at its users');
    if (known.length > 0) {
      await client.query(`ALTER ROLE ${identifier(pending.username)} WITH PASSWORD ${verifier(pending)}`, 'the new password');
    } else {
      await clone(client, current.username, pending);
    }
  });
}

/** A second user that may do what the first may: by being a member of it, and so of all that it is a member of; with its settings (search_path). */
async function clone(client, original, pending) {
  const [from, to] = [identifier(original), identifier(pending.username)];
  const settings = await client.query(
    `SELECT split_part(setting, '=', 1), substr(setting, strpos(setting, '=') + 1)
       FROM pg_catalog.pg_roles, unnest(rolconfig) AS setting WHERE rolname = ${literal(original)}`, 'the look at the user\'s settings');
  await client.query('BEGIN', 'a transaction');
  await client.query(`CREATE ROLE ${to} WITH LOGIN INHERIT PASSWORD ${verifier(pending)}`, 'the second user');
  await client.query(`GRANT ${from} TO ${to}`, 'the second user\'s rights');
  for (const [name, text] of settings) {
    // By way of this session: lists (search_path) have quotes of their own, which a literal would quote once more.
    await client.query(`SELECT pg_catalog.set_config(${literal(name)}, ${literal(text)}, true)`, `the setting ${name}`);
    await client.query(`ALTER ROLE ${to} SET ${settingName(name)} FROM CURRENT`, `the setting ${name}`);
  }

  await client.query('COMMIT', 'the second user');
}

function credentialsOf(text) {
  const credentials = requiredJsonOf(text);
  const missing = ['host', 'username', 'password'].filter((key) => !credentials[key]);
  if (missing.length > 0) throw new Error(`The secret lacks ${missing.join(', ')}.`);
  return credentials;
}

function otherUser(username) {
  const other = username.endsWith(CLONE) ? username.slice(0, -CLONE.length) : username + CLONE;
  if (Buffer.byteLength(other) > MOST_CHARACTERS) throw new Error(`The user's name is too long for a second one with "${CLONE}" at its end.`);
  return other;
}

async function works(credentials) {
  try {
    await withClient(credentials, () => {});
    return true;
  } catch (error) {
    if (isWrongPassword(error)) return false;
    throw error;
  }
}

async function withClient(credentials, act) {
  const client = await connect(credentials);
  try {
    return await act(client);
  } finally {
    client.close();
  }
}

// 28P01 invalid_password; 28000 invalid_authorization_specification: also a user that is not there (yet), with some methods.
const isWrongPassword = (error) => error instanceof PostgresError && (error.state === '28P01' || error.state === '28000');

const verifier = ({ password }) => literal(scramVerifier(password));

// "plpgsql.variable_conflict" is two identifiers.
const settingName = (name) => name.split('.').map(identifier).join('.');
