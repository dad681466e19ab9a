// A `node:http` server with empty responses. The benchmark `boot` compares the app's start-up time with that of this server. It listens on
// the port in PORT.
import { createServer } from 'node:http';

createServer((_req, res) => res.end()).listen(Number(process.env.PORT), '127.0.0.1');
