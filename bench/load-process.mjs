// Runs autocannon with the options of each message, and replies with the result and the same id.
import autocannon from 'autocannon';

process.on('message', async ({ id, options }) => {
  process.send({ id, result: await autocannon(options) });
});
