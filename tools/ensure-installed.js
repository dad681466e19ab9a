// Runs before every command of package.json: checks the version of Node, and installs missing and outdated packages.
// It needs no packages, and runs even on Node 16, so that it can report that Node is too old.
const { spawn } = require('node:child_process');
const { readFileSync } = require('node:fs');
const { constants } = require('node:os');
const { join, resolve } = require('node:path');
const { acquire, lock, unlock } = require('./ensure-installed/install-lock.js');
const { installReason, outdatedPackages, readJson } = require('./ensure-installed/outdated-packages.js');

const root = resolve(__dirname, '..');
/** How long npm may take to end after a signal, in milliseconds. */
const stopTimeoutMs = 3000;

/** Returns the numbers in a version, such as 20 and 9 in `>=20.9`. @param {string} version @returns {number[]} */
function versionNumbers(version) {
  return version.replace(/^\D+/, '').split('.').map(Number);
}

/** Whether the running version of Node is at least the version in `engines` of package.json. */
function isNodeSupported() {
  const [major, minor] = versionNumbers(process.version);
  const [requiredMajor, requiredMinor = 0] = versionNumbers(readJson('package.json').engines.node);
  return major > requiredMajor || (major === requiredMajor && minor >= requiredMinor);
}

function spawnNpm() {
  // Without --include=dev, npm would skip the development packages if NODE_ENV is production. Install scripts are
  // turned off here, because the npm of Node 20 and 22 ignores `allowScripts` in package.json. No package needs its
  // install script.
  const args = ['ci', '--include=dev', '--ignore-scripts', '--no-fund', '--no-audit'];
  const npm = process.env.npm_execpath;
  // npm runs in a separate process group, so that Ctrl-C does not reach it directly. It gets a single signal, from this
  // process; a second one would interrupt its rollback.
  const options = { cwd: root, stdio: ['ignore', 2, 2], detached: process.platform !== 'win32' };
  return npm ? spawn(process.execPath, [npm, ...args], options) : spawn('npm', args, { ...options, shell: true });
}

/**
 * Sends a signal to npm and the processes that it has started.
 * @param {import('node:child_process').ChildProcess} npm
 * @param {NodeJS.Signals} signal
 */
function kill(npm, signal) {
  try {
    process.kill(process.platform === 'win32' ? npm.pid : -npm.pid, signal);
  } catch (_error) {
    // npm has already ended.
  }
}

/**
 * Calls `stop` once: at the first signal, or when the shell in which `npm run` started this process ends.
 * @param {(signal: string) => void} stop receives the name of the signal
 */
function onStop(stop) {
  let stopped = false;
  const once = (signal) => {
    if (!stopped) stop(signal);
    stopped = true;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, once);
  // `npm run` forwards SIGTERM only to its shell, not to this process. The end of the shell therefore counts as
  // SIGTERM.
  const shell = process.ppid;
  if (process.env.npm_lifecycle_event) setInterval(() => process.ppid === shell || once('SIGTERM'), 200).unref();
}

/** Installs the packages with npm. After a signal or a failure, ends this process as soon as npm has ended. */
async function install() {
  console.error(installReason());
  console.error(
    'Installing the packages with npm ci, which needs about 1.1 GB of disk space and one to three minutes ...',
  );
  const npm = spawnNpm();
  lock(npm.pid);
  let signal;
  onStop((received) => {
    signal = received;
    console.error('Stopping the installation ...');
    kill(npm, signal);
    // npm completes its downloads even after a signal, so it is killed after a timeout. The next npm ci removes the
    // incomplete installation.
    setTimeout(() => kill(npm, 'SIGKILL'), stopTimeoutMs);
  });
  const code = await new Promise((done) => npm.on('close', done).on('error', () => done(1)));
  // Keeps the lock file, so that the next command notices the interruption and installs the packages again.
  if (signal) process.exit(128 + constants.signals[signal]);
  unlock();
  if (code === 0) return;
  console.error('npm ci failed, and its message is above. Correct the cause and run the command again.');
  process.exit(1);
}

async function ensureInstalled() {
  // Ignores write errors, because the terminal may be closed before its SIGHUP arrives.
  process.stderr.on('error', () => {});
  if (await acquire(() => outdatedPackages().length > 0)) await install();
}

if (!isNodeSupported()) {
  console.error(
    `Found Node ${process.version.slice(1)}; ${readJson('package.json').engines.node.replace(/^\D+/, '')} or newer is required. ` +
      `Install a newer version from https://nodejs.org, or run \`nvm install\`: .nvmrc names version ${readFileSync(join(root, '.nvmrc'), 'utf8').trim()}.`,
  );
  process.exit(1);
}
ensureInstalled().catch((error) => {
  console.error(`The packages cannot be installed: ${error.message}`);
  process.exit(1);
});
