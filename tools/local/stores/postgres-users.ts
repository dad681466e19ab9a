// These are the types of the ES modules, because `postgres-server.ts` imports the ES modules. The CommonJS modules have different types.
type PGlite = import('@electric-sql/pglite', { with: { 'resolution-mode': 'import' }}).PGlite;
type Server = import('@electric-sql/pglite-socket', { with: { 'resolution-mode': 'import' }}).PGLiteSocketServer;

/** The queue in which the server keeps the messages of all connections. */
interface QueryQueue {
  enqueue(connection: number, message: Uint8Array, onData: (data: Uint8Array) => void): Promise<number>;
}

/** The number of version 3.0 of PostgreSQL's protocol. A startup message contains this number after its length. */
const protocol = 196_608;

/** The user of PGlite's session, which is a superuser. */
const superuser = 'postgres';

/**
 * Gives each connection the privileges of the user who is named in its startup message. Without this, all connections
 * have the privileges of PGlite's only session, whose user is a superuser. Passwords are not verified. An unknown user
 * is rejected.
 */
export function separateUsers(db: PGlite, server: Server): void {
  const users = new Map<number, string>();
  const senders = new WeakMap<Uint8Array, string>();
  // biome-ignore lint/complexity/useLiteralKeys: only this private queue knows the connection of a message.
  const queue: QueryQueue = server['queryQueue'];
  const enqueue = queue.enqueue.bind(queue);
  queue.enqueue = (connection, message, onData) => {
    const user = userOf(message) ?? users.get(connection) ?? superuser;
    users.set(connection, user);
    senders.set(message, user);
    return enqueue(connection, message, onData);
  };

  const execute = db.execProtocolRawStream.bind(db);
  let current = superuser;
  db.execProtocolRawStream = async (message, options) => {
    const user = senders.get(message) ?? superuser;
    if (user !== current) {
      const error = await collect((onRawData) =>
        execute(query(`set session authorization ${quoted(user)}`), { onRawData }),
      );
      if (error[0] === errorResponse) return options?.onRawData(error);
      current = user;
    }
    await execute(message, options);
  };
}

/** The first byte of an error message in PostgreSQL's protocol. */
const errorResponse = 'E'.charCodeAt(0);

async function collect(run: (take: (data: Uint8Array) => void) => Promise<void>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  await run((data) => parts.push(Uint8Array.from(data)));
  return Buffer.concat(parts);
}

/** Encodes a statement as a query message of PostgreSQL's protocol. */
function query(statement: string): Uint8Array {
  const text = Buffer.from(`${statement}\0`);
  const head = Buffer.from('Q\0\0\0\0');
  head.writeInt32BE(text.length + 4, 1);
  return Uint8Array.from(Buffer.concat([head, text]));
}

function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** Returns the user who is named in a startup message; undefined for any other message. */
function userOf(message: Uint8Array): string | undefined {
  const bytes = Buffer.from(message);
  if (bytes.length < 8 || bytes.readInt32BE(4) !== protocol || bytes.readInt32BE(0) !== bytes.length) return undefined;
  const parameters = bytes.toString('utf8', 8).split('\0');
  return parameters[parameters.indexOf('user') + 1];
}
