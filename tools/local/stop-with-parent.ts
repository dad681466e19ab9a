/**
 * Stops the app if the tool that started the app is killed (`kill -9`): the IPC channel between the two processes then
 * closes. Node loads this file into the app's process before the app, so that the app itself needs no code for this
 * purpose.
 */

/** How long the app may take to stop after SIGTERM, in milliseconds. */
const deadlineMs = 1000;

process.once('disconnect', () => {
  setTimeout(() => process.exit(1), deadlineMs).unref();
  process.kill(process.pid, 'SIGTERM');
});
// The listener for `disconnect` keeps the channel open, which would keep the process running. With unref, the app can
// still end by itself.
process.channel?.unref();
