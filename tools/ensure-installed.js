// Runs before every command of package.json: checks the version of Node, and installs missing and outdated packages.
// It has no dependencies, and runs even on Node 16, so that it can report that Node is too old.
const { spawn } = require('node:child_process');
const { readFileSync } = require('node:fs');
const { constants } = require('node:os');
const { join, resolve } = require('node:path');
const { acquire, lock, unlock } = require('./install-lock.js');

const root = resolve(__dirname, '..');
/** How long npm may take to end after a signal. */
const stopTimeoutMs = 3000;

/** Reads a JSON file. @param {string} file the path relative to the root of the repository */
function readJson(file) {
  return JSON.parse(readFileSync(join(root, file), 'utf8'));
}

/** Returns the numbers in a version such as `>=20.9`. @param {string} version @returns {number[]} */
function versionNumbers(version) {
  return version.replace(/^\D+/, '').split('.').map(Number);
}

/** Whether the running Node has at least the version in `engines` of package.json. */
function isNodeSupported() {
  const [major, minor] = versionNumbers(process.version);
  const [requiredMajor, requiredMinor = 0] = versionNumbers(readJson('package.json').engines.node);
  return major > requiredMajor || (major === requiredMajor && minor >= requiredMinor);
}

/** Returns the version of an installed package; undefined if it is missing. @param {string} folder its folder in the repository */
function installedVersion(folder) {
  try {
    return readJson(`${folder}/package.json`).version;
  } catch (_error) {
    return undefined;
  }
}

/**
 * Returns the packages that are not installed in the version of package-lock.json, and the missing links to packages of this repository.
 * Optional packages are ignored, because most of them are for other operating systems.
 */
function outdatedPackages() {
  const locked = readJson('package-lock.json').packages;
  return Object.keys(locked).filter((name) => {
    const { version, optional, peer, link } = locked[name];
    if (!name.startsWith('node_modules/') || optional || peer) return false;
    const installed = installedVersion(name);
    return link ? installed === undefined : installed !== version;
  });
}

function spawnNpm() {
  // Without --include=dev, npm would skip the development packages if NODE_ENV is production.
  const args = ['ci', '--include=dev', '--no-fund', '--no-audit'];
  const npm = process.env.npm_execpath;
  // npm runs in its own process group, so that Ctrl-C does not reach it directly. A second signal would interrupt npm's roll-back.
  const options = { cwd: root, stdio: ['ignore', 2, 2], detached: process.platform !== 'win32' };
  return npm ? spawn(process.execPath, [npm, ...args], options) : spawn('npm', args, { ...options, shell: true });
}

/** @param {import('node:child_process').ChildProcess} npm @param {NodeJS.Signals} signal */
function kill(npm, signal) {
  try {
    process.kill(process.platform === 'win32' ? npm.pid : -npm.pid, signal);
  } catch (_error) {
    // npm has already ended.
  }
}

/**
 * Calls `stop` once: after a signal, or when the shell has ended in which `npm run` has started this process.
 * @param {(signal: string) => void} stop
 */
function onStop(stop) {
  let stopped = false;
  const once = (signal) => {
    if (!stopped) stop(signal);
    stopped = true;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, once);
  // `npm run` sends SIGTERM only to the shell that it has started. The shell then ends without ending this process.
  const shell = process.ppid;
  if (process.env.npm_lifecycle_event) setInterval(() => process.ppid === shell || once('SIGTERM'), 200).unref();
}

/** Returns a sentence that says why the packages are installed. */
function reason() {
  const outdated = outdatedPackages();
  if (outdated.length === 0) return 'The last installation of packages was interrupted.';
  const examples = outdated.slice(0, 3).map((name) => name.replace(/^.*node_modules\//, ''));
  const more = outdated.length > 3 ? ` and ${outdated.length - 3} more` : '';
  return `Packages are missing or outdated: ${examples.join(', ')}${more}.`;
}

/** Installs the packages with npm. After a signal or a failure, it waits until npm has ended, and then ends this process. */
async function install() {
  console.error(reason());
  console.error('Installing them with npm ci: about 1.1 GB on disk, one to three minutes ...');
  const npm = spawnNpm();
  lock(npm.pid);
  let signal;
  onStop((received) => {
    signal = received;
    console.error('Stopping the installation ...');
    kill(npm, signal);
    // npm would complete its downloads before it ends, so it is killed. The next npm ci removes the incomplete installation.
    setTimeout(() => kill(npm, 'SIGKILL'), stopTimeoutMs);
  });
  const code = await new Promise((done) => npm.on('close', done).on('error', () => done(1)));
  // After a signal, the lock file stays. The processes in it have ended, so the next command installs the packages again.
  if (signal) process.exit(128 + constants.signals[signal]);
  unlock();
  if (code === 0) return;
  console.error('npm ci failed; its message is above. Remove the cause and run the command again.');
  process.exit(1);
}

async function ensureInstalled() {
  // Ignores errors of writing to a terminal, which may be closed before its SIGHUP arrives.
  process.stderr.on('error', () => {});
  if (await acquire(() => outdatedPackages().length > 0)) await install();
}

if (!isNodeSupported()) {
  console.error(
    `Node ${process.version.slice(1)} found; ${readJson('package.json').engines.node.replace(/^\D+/, '')} or newer is required. ` +
      `Install it from https://nodejs.org, or run \`nvm install\`: .nvmrc names version ${readFileSync(join(root, '.nvmrc'), 'utf8').trim()}.`,
  );
  process.exit(1);
}
ensureInstalled().catch((error) => {
  console.error(`The packages cannot be installed: ${error.message}`);
  process.exit(1);
});
