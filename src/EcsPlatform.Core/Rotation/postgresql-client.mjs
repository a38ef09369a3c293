// As much of PostgreSQL's protocol 3.0 as it takes to change a password: TLS, authentication, simple queries.
// https://www.postgresql.org/docs/current/protocol-message-formats.html
import net from 'node:net';
import tls from 'node:tls';
import { clientScram, md5Password } from './postgresql-authentication.mjs';

const PROTOCOL = 0x00030000;
const SSL_REQUEST = 80877103;
const TIME_OUT = 10_000; // milliseconds, for connecting and for each answer

/** What the server refuses. Its text may quote the statement, and so a password: only SQLSTATE is kept. */
export class PostgresError extends Error {
  constructor(state, doing) {
    super(`PostgreSQL refused ${doing} (SQLSTATE ${state}).`);
    this.name = 'PostgresError';
    this.state = state;
  }
}

/**
 * Connects and authenticates.
 * @param {{host: string, port?: number|string, dbname?: string, username: string, password: string, sslmode?: string}} to
 * "sslmode" as libpq has it: verify-full (default), require (encrypted, not verified), disable.
 */
export async function connect(to) {
  const mode = to.sslmode ?? 'verify-full';
  if (!['verify-full', 'require', 'disable'].includes(mode)) throw new Error('The secret\'s "sslmode" is none of verify-full, require, disable.');
  let socket = await opened(net.connect({ host: to.host, port: Number(to.port ?? 5432) }), 'connect');
  try {
    if (mode !== 'disable') socket = await encrypted(socket, to.host, mode === 'verify-full');
    const client = new PostgresClient(socket);
    await client.authenticate(to, mode !== 'disable');
    return client;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** A name in a statement. */
export const identifier = (name) => `"${checked(name).replaceAll('"', '""')}"`;

/** A text in a statement; with the E form where a backslash would depend on the server's settings. */
export const literal = (text) => {
  const quoted = checked(text).replaceAll("'", "''");
  return quoted.includes('\\') ? ` E'${quoted.replaceAll('\\', '\\\\')}'` : `'${quoted}'`;
};

class PostgresClient {
  #socket;
  #received = Buffer.alloc(0);
  #waiting;
  #failure;

  constructor(socket) {
    this.#socket = socket;
    socket.on('data', (data) => {
      this.#received = Buffer.concat([this.#received, data]);
      this.#waiting?.();
    });
    socket.on('error', (error) => this.#fail(new Error(`The connection to PostgreSQL broke (${error.code ?? error.name}).`)));
    socket.on('close', () => this.#fail(new Error('PostgreSQL closed the connection.')));
  }

  async authenticate({ username, password, dbname }, isEncrypted) {
    const parameters = ['user', username, 'database', dbname ?? 'postgres', 'application_name', 'secret-rotation', 'client_encoding', 'UTF8'];
    this.#socket.write(startup(Buffer.concat([int32(PROTOCOL), ...parameters.map(cstring), Buffer.from([0])])));
    let scram;
    for (;;) {
      const { type, body } = await this.#message('the connection');
      if (type === 'Z') return;
      if (type !== 'R') continue; // parameters, key data, notices
      const method = body.readInt32BE(0);
      const data = body.subarray(4);
      switch (method) {
        case 0: // done; a server that did not prove itself in SCRAM has not got this far honestly
          if (scram && !scram.isProven) throw new Error('PostgreSQL skipped the end of SCRAM.');
          break;
        case 3:
        case 5:
          if (!isEncrypted) throw new Error('PostgreSQL asks for the password in a form that only an encrypted connection hides.');
          this.#send('p', cstring(method === 3 ? password : md5Password(username, password, data.subarray(0, 4))));
          break;
        case 10: {
          if (!data.toString('utf8').split('\0').includes('SCRAM-SHA-256')) throw new Error('PostgreSQL offers no SCRAM-SHA-256.');
          scram = clientScram(password);
          const first = Buffer.from(scram.first);
          this.#send('p', Buffer.concat([cstring('SCRAM-SHA-256'), int32(first.length), first]));
          break;
        }
        case 11:
          this.#send('p', Buffer.from(scram.answer(data.toString('utf8'))));
          break;
        case 12:
          scram.prove(data.toString('utf8'));
          break;
        default:
          throw new Error(`PostgreSQL asks for authentication of kind ${method}, which is not known here.`);
      }
    }
  }

  /** Runs one statement; its rows as arrays of texts. "doing" is what errors say in place of the statement. */
  async query(statement, doing) {
    this.#send('Q', cstring(statement));
    const rows = [];
    let refused;
    for (;;) {
      const { type, body } = await this.#message(doing, (error) => { refused ??= error; });
      if (type === 'D') rows.push(columnsOf(body));
      if (type === 'Z') {
        if (refused) throw refused;
        return rows;
      }
    }
  }

  close() {
    this.#send('X', Buffer.alloc(0));
    this.#socket.end();
    this.#socket.setTimeout(TIME_OUT, () => this.#socket.destroy());
    this.#socket.unref();
  }

  #send(type, body) {
    this.#socket.write(Buffer.concat([Buffer.from(type), int32(body.length + 4), body]));
  }

  async #message(doing, refused = (error) => { throw error; }) {
    const deadline = Date.now() + TIME_OUT;
    while (this.#received.length < 5 || this.#received.length < 1 + this.#received.readInt32BE(1)) await this.#more(deadline, doing);
    const end = 1 + this.#received.readInt32BE(1);
    const message = { type: String.fromCharCode(this.#received[0]), body: this.#received.subarray(5, end) };
    this.#received = this.#received.subarray(end);
    if (message.type === 'E') refused(new PostgresError(stateOf(message.body), doing));
    return message;
  }

  #more(deadline, doing) {
    if (this.#failure) throw this.#failure;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`PostgreSQL did not answer in ${TIME_OUT} ms: ${doing}.`)), deadline - Date.now());
      this.#waiting = () => {
        clearTimeout(timer);
        this.#waiting = undefined;
        if (this.#failure) reject(this.#failure);
        else resolve();
      };
    });
  }

  #fail(error) {
    this.#failure ??= error;
    this.#waiting?.();
  }
}

async function encrypted(socket, host, verified) {
  socket.write(startup(int32(SSL_REQUEST)));
  const answer = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`PostgreSQL did not answer in ${TIME_OUT} ms: TLS.`)), TIME_OUT);
    const settle = (how) => (value) => { clearTimeout(timer); how(value); };
    // Bytes that come unencrypted after the one-byte answer would be somebody in between (CVE-2021-23222).
    socket.once('data', settle((data) => (data.length === 1 ? resolve(data.toString()) : reject(new Error('Unencrypted data came before TLS.')))));
    socket.once('error', settle((error) => reject(new Error(`The connection to PostgreSQL broke (${error.code ?? error.name}).`))));
    socket.once('close', settle(() => reject(new Error('PostgreSQL closed the connection.'))));
  });
  socket.removeAllListeners();
  if (answer !== 'S') throw new Error('PostgreSQL takes no encrypted connections, and the secret\'s "sslmode" asks for one.');
  const servername = net.isIP(host) ? undefined : host;
  return opened(tls.connect({ socket, host, servername, rejectUnauthorized: verified, minVersion: 'TLSv1.2' }), 'secureConnect');
}

function opened(socket, event) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail({ code: 'ETIMEDOUT' }), TIME_OUT);
    const fail = (error) => {
      clearTimeout(timer);
      socket.destroy();
      reject(new Error(`PostgreSQL cannot be reached (${error.code ?? error.name}).`));
    };
    socket.once('error', fail);
    socket.once(event, () => {
      clearTimeout(timer);
      socket.removeListener('error', fail);
      resolve(socket);
    });
  });
}

function columnsOf(body) {
  const columns = [];
  let at = 2;
  for (let left = body.readInt16BE(0); left > 0; left--) {
    const length = body.readInt32BE(at);
    at += 4;
    columns.push(length < 0 ? null : body.toString('utf8', at, at + length));
    at += Math.max(length, 0);
  }

  return columns;
}

// Fields are a letter and a text each; "C" is SQLSTATE.
const stateOf = (body) => body.toString('utf8').split('\0').find((field) => field[0] === 'C')?.slice(1) ?? '?????';

const startup = (body) => Buffer.concat([int32(body.length + 4), body]);

const cstring = (text) => Buffer.from(`${checked(text)}\0`);

function int32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function checked(text) {
  if (typeof text !== 'string' || text.includes('\0')) throw new Error('A text for PostgreSQL is missing, or has a zero character in it.');
  return text;
}
