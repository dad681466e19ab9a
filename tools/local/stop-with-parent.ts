/**
 * Loaded into the app's process before the app. If the tool that started it is killed (`kill -9`), the channel between
 * them closes, and this stops the app as SIGTERM does. So the app itself needs no code for it.
 */
const deadlineMs = 1000;

process.once('disconnect', () => {
  setTimeout(() => process.exit(1), deadlineMs).unref();
  process.kill(process.pid, 'SIGTERM');
});
// The listener keeps the channel and thus the process alive. unref lets the app end by itself.
process.channel?.unref();
