// Runs fauxqs, an emulator of S3, in a separate thread, because Jest cannot load ES modules. The thread posts its port, and handles the
// messages `empty` and `stop`.
import { parentPort, workerData } from 'node:worker_threads';
import { startFauxqs } from 'fauxqs';

const server = await startFauxqs({ host: '127.0.0.1', port: 0, logger: false });
server.createBucket(workerData);
parentPort.postMessage(server.port);
parentPort.on('message', async (order) => {
  if (order === 'empty') {
    server.emptyBucket(workerData);
    parentPort.postMessage(order);
    return;
  }
  await server.stop();
  process.exit();
});
