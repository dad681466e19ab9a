// The peer of the home page: a bare node:http server that sends the same bytes and header fields as the app. It gets
// the response of the app in RESPONSE, and listens on PORT.
import { createServer } from 'node:http';

const { fields, body } = JSON.parse(process.env.RESPONSE);
const bytes = Buffer.from(body, 'base64');

createServer((_req, res) => {
  for (const [name, value] of fields) res.setHeader(name, value);
  res.end(bytes);
}).listen(Number(process.env.PORT), '127.0.0.1');
