// Notes over HTTP in one SQLite file. It knows nothing of Seseragi, which starts it and hands it requests
// (README.md): what it answers leaves when it is in the store.
import { createServer } from 'node:http';
import { DatabaseSync } from 'node:sqlite';

const MAX_NOTE_BYTES = 65_536;

const db = new DatabaseSync(process.env.NOTES_DB ?? 'notes.db');
// WAL, so that reading and writing do not stop each other; the timeout is for the milliseconds in which
// Seseragi holds the write lock.
db.exec('PRAGMA journal_mode = WAL');
db.exec('PRAGMA busy_timeout = 5000');
db.exec('CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, text TEXT NOT NULL)');
const insert = db.prepare('INSERT INTO note (text) VALUES (?) RETURNING id, text');
const all = db.prepare('SELECT id, text FROM note ORDER BY id');

function answer(response, status, body) {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function textOf(request) {
  const pieces = [];
  let size = 0;
  for await (const piece of request) {
    size += piece.length;
    if (size > MAX_NOTE_BYTES) {
      return undefined;
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

async function handle(request, response) {
  if (request.url !== '/notes') {
    return answer(response, 404, { error: 'there is only /notes' });
  }
  if (request.method === 'GET') {
    return answer(response, 200, all.all());
  }
  if (request.method !== 'POST') {
    return answer(response, 405, { error: 'GET or POST' });
  }
  const text = await textOf(request);
  if (text === undefined) {
    return answer(response, 413, { error: `a note has at most ${MAX_NOTE_BYTES} bytes` });
  }
  return answer(response, 201, insert.get(text));
}

const server = createServer((request, response) => {
  handle(request, response).catch((error) => {
    console.error(error);
    response.destroy();
  });
});
server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1');

process.on('SIGTERM', () => {
  server.close(() => {
    db.close();
    process.exit(0);
  });
  server.closeIdleConnections();
});
