// The lock that keeps two commands from installing packages at the same time. Node 16 can run it.
const { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } = require('node:fs');
const { uptime } = require('node:os');
const { join, resolve } = require('node:path');

/**
 * Contains the ids of the processes that install: npm may outlive the one that started it, if that is killed. Where these no
 * longer exist, the installation was interrupted. The file is not in node_modules, because npm ci removes that folder.
 */
const lockFile = join(resolve(__dirname, '..'), '.installing');

/** The process that installs packages at the moment; undefined if there is none. */
function installer() {
  try {
    const pids = readFileSync(lockFile, 'utf8').split(' ').map(Number);
    // After a restart of the machine, another process may have one of these ids.
    const isOfThisBoot = statSync(lockFile).mtimeMs > Date.now() - uptime() * 1000;
    return pids.find((pid) => pid > 0 && isOfThisBoot && isRunning(pid));
  } catch (_error) {
    return undefined;
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Names this process and others in the lock file, in one step: no other process reads half of it. @param {number[]} others */
function lock(...others) {
  const draft = `${lockFile}.${process.pid}`;
  writeFileSync(draft, [process.pid, ...others].join(' '));
  renameSync(draft, lockFile);
}

function unlock() {
  rmSync(lockFile, { force: true });
}

/** @param {number} ms */
function sleep(ms) {
  return new Promise((done) => setTimeout(done, ms));
}

/** Resolves when no other process installs. */
async function waitForInstaller() {
  let announced;
  for (let pid = installer(); pid !== undefined; pid = installer()) {
    if (announced === undefined) {
      console.error(`Another command (process ${pid}) is installing the packages. Waiting ...`);
    }
    announced = pid;
    await sleep(200);
  }
}

/**
 * Waits until no other process installs, and locks if packages are missing or the last installation was interrupted.
 * @param {() => boolean} isNeeded whether packages are missing
 * @returns whether this process has the lock
 */
async function acquire(isNeeded) {
  for (;;) {
    await waitForInstaller();
    if (!isNeeded() && !existsSync(lockFile)) return false;
    // Another process may have locked while this one looked for packages.
    if (installer() !== undefined) continue;
    lock();
    // Of several processes that lock at the same moment, the last one has the lock.
    await sleep(300);
    if (installer() === process.pid) return true;
  }
}

module.exports = { acquire, lock, unlock };
