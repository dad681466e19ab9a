/**
 * Loaded into the app's process before the app: when the tool that started it is gone without a word (`kill -9`), the
 * channel between the two closes, and the app stops as it would for SIGTERM. So the app itself knows nothing of it.
 */
const deadlineMs = 1000;

process.once('disconnect', () => {
  setTimeout(() => process.exit(1), deadlineMs).unref();
  process.kill(process.pid, 'SIGTERM');
});
// The listener keeps the channel, and with it the process, alive; the app decides alone when it is done.
process.channel?.unref();
