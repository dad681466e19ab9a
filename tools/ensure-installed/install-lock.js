// A lock, so that only one command at a time installs packages. Like ensure-installed.js, this file must run on Node
// 16.
const { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } = require('node:fs');
const { uptime } = require('node:os');
const { join, resolve } = require('node:path');

/**
 * The path of the lock file. The file contains the ids of two processes: the command, and the npm process that the
 * command has started. The npm process continues if the command is killed. If the file exists and both processes have
 * ended, the installation was interrupted. The file is not in node_modules, because npm ci removes that folder.
 */
const lockFile = join(resolve(__dirname, '../..'), '.installing');

/** Returns the id of a process that is installing packages; undefined if there is none. */
function installer() {
  try {
    const pids = readFileSync(lockFile, 'utf8').split(' ').map(Number);
    // A lock file from before the last restart of the machine is ignored, because its ids may now belong to other
    // processes.
    const isFromThisBoot = statSync(lockFile).mtimeMs > Date.now() - uptime() * 1000;
    return pids.find((pid) => pid > 0 && isFromThisBoot && isRunning(pid));
  } catch (_error) {
    return undefined;
  }
}

/** Whether a process exists, even if it belongs to another user. @param {number} pid */
function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/**
 * Takes the lock: writes the ids of this process and of other processes into the lock file, atomically.
 * @param {number[]} others
 */
function lock(...others) {
  const draft = `${lockFile}.${process.pid}`;
  writeFileSync(draft, [process.pid, ...others].join(' '));
  renameSync(draft, lockFile);
}

function unlock() {
  rmSync(lockFile, { force: true });
}

/** Waits. @param {number} ms how long, in milliseconds */
function sleep(ms) {
  return new Promise((done) => setTimeout(done, ms));
}

/** Waits until no other process is installing packages. */
async function waitForInstaller() {
  let announced;
  for (let pid = installer(); pid !== undefined; pid = installer()) {
    if (announced === undefined) {
      console.error(`Another command (process ${pid}) is installing the packages. Waiting for it to finish ...`);
    }
    announced = pid;
    await sleep(200);
  }
}

/**
 * Waits until no other process is installing packages. Then takes the lock if packages are missing, or if the last
 * installation was interrupted.
 * @param {() => boolean} isNeeded returns whether packages are missing
 * @returns whether this process took the lock
 */
async function acquire(isNeeded) {
  for (;;) {
    await waitForInstaller();
    if (!isNeeded() && !existsSync(lockFile)) return false;
    // Another process may have taken the lock while this process looked for missing packages.
    if (installer() !== undefined) continue;
    lock();
    // If several processes write the lock file at the same time, the last one gets the lock. The pause lets all of them
    // finish writing.
    await sleep(1000);
    if (installer() === process.pid) return true;
  }
}

module.exports = { acquire, lock, unlock };
