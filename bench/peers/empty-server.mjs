// The server that the app's start-up time is compared with: `node:http` with empty responses. It listens on the port in PORT.
import { createServer } from 'node:http';

createServer((_req, res) => res.end()).listen(Number(process.env.PORT), '127.0.0.1');
