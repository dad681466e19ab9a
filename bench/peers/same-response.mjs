// The server that the app's home page is compared with: `node:http` that sends the same bytes and header fields. It reads the app's
// response from the variable RESPONSE, and listens on the port in PORT.
import { createServer } from 'node:http';

const { fields, body } = JSON.parse(process.env.RESPONSE);
const bytes = Buffer.from(body, 'base64');

createServer((_req, res) => {
  for (const [name, value] of fields) res.setHeader(name, value);
  res.end(bytes);
}).listen(Number(process.env.PORT), '127.0.0.1');
