// Runs autocannon with each set of options that it is sent, and sends the result back under the same id.
import autocannon from 'autocannon';

process.on('message', async ({ id, options }) => {
  process.send({ id, result: await autocannon(options) });
});
