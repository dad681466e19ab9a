// A bare `node:http` server that sends the same body and header fields as the app's home page. The benchmark `home` compares the two. The
// server reads the app's response from the environment variable RESPONSE, and listens on the port in PORT.
import { createServer } from 'node:http';

const { fields, body } = JSON.parse(process.env.RESPONSE);
const bytes = Buffer.from(body, 'base64');

createServer((_req, res) => {
  for (const [name, value] of fields) res.setHeader(name, value);
  res.end(bytes);
}).listen(Number(process.env.PORT), '127.0.0.1');
