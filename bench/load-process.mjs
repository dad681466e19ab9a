// Runs the load generator autocannon with the options in each message. Replies with the result and the id of the message.
import autocannon from 'autocannon';

process.on('message', async ({ id, options }) => {
  process.send({ id, result: await autocannon(options) });
});
