// An engine in a thread of its own: both are ES modules that jest cannot load. It posts its port, and stops when told to.
import { parentPort, workerData } from 'node:worker_threads';

const engines = {
  async pglite() {
    const [{ PGlite }, { PGLiteSocketServer }] = await Promise.all([
      import('@electric-sql/pglite'),
      import('@electric-sql/pglite-socket'),
    ]);
    const db = await PGlite.create();
    const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port: 0, maxConnections: 50 });
    await server.start();
    const stop = async () => {
      await server.stop();
      await db.close();
    };
    return { port: Number(server.getServerConn().split(':').at(-1)), stop };
  },

  async fauxqs() {
    const { startFauxqs } = await import('fauxqs');
    const server = await startFauxqs({ host: '127.0.0.1', port: 0, logger: false });
    for (const bucket of workerData.buckets) server.createBucket(bucket);
    return { port: server.port, stop: () => server.stop() };
  },
};

const { port, stop } = await engines[workerData.engine]();
parentPort.postMessage(port);
parentPort.once('message', async () => {
  await stop();
  process.exit();
});
