// Runs autocannon with the options of each received message, and replies with the result and the id of the message.
import autocannon from 'autocannon';

process.on('message', async ({ id, options }) => {
  process.send({ id, result: await autocannon(options) });
});
