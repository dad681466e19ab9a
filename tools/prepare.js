// Runs before every command of package.json: checks the version of Node and installs packages that are missing or outdated.
// It has no dependencies, and Node 16 can run it.
const { spawn } = require('node:child_process');
const { readFileSync } = require('node:fs');
const { constants } = require('node:os');
const { join, resolve } = require('node:path');
const { acquire, lock, unlock } = require('./install-lock.js');

const root = resolve(__dirname, '..');
/** How long npm may take to end after a signal. */
const stopTimeoutMs = 3000;

/** @param {string} file */
function readJson(file) {
  return JSON.parse(readFileSync(join(root, file), 'utf8'));
}

/** Numbers of a version such as `20.9`. @param {string} version */
function parts(version) {
  return version.replace(/^\D+/, '').split('.').map(Number);
}

/** Whether Node is as new as `engines` in package.json asks. */
function isNodeSupported() {
  const [major, minor] = parts(process.version);
  const [wantedMajor, wantedMinor = 0] = parts(readJson('package.json').engines.node);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

/** The version of an installed package. @param {string} folder */
function installedVersion(folder) {
  try {
    return readJson(`${folder}/package.json`).version;
  } catch (_error) {
    return undefined;
  }
}

/** The packages of package-lock.json that are not installed in that version. Optional ones may be missing: most are for other systems. */
function outdatedPackages() {
  const wanted = readJson('package-lock.json').packages;
  return Object.keys(wanted).filter((name) => {
    const { version, optional, peer, link } = wanted[name];
    return name.startsWith('node_modules/') && !optional && !peer && !link && installedVersion(name) !== version;
  });
}

function spawnNpm() {
  // NODE_ENV=production would leave out what the commands need.
  const words = ['ci', '--include=dev', '--no-fund', '--no-audit'];
  const npm = process.env.npm_execpath;
  // In a group of its own, Ctrl-C does not reach npm directly: a second signal would interrupt its roll-back.
  const options = { cwd: root, stdio: ['ignore', 2, 2], detached: process.platform !== 'win32' };
  return npm ? spawn(process.execPath, [npm, ...words], options) : spawn('npm', words, { ...options, shell: true });
}

/** @param {import('node:child_process').ChildProcess} npm @param {NodeJS.Signals} signal */
function kill(npm, signal) {
  try {
    process.kill(process.platform === 'win32' ? npm.pid : -npm.pid, signal);
  } catch (_error) {
    // It has just ended.
  }
}

/** Calls `stop` once: for a signal, or when the shell of npm has ended. @param {(signal: string) => void} stop */
function onStop(stop) {
  let stopped = false;
  const once = (signal) => {
    if (!stopped) stop(signal);
    stopped = true;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, once);
  // npm sends SIGTERM only to its shell, which ends and leaves this process behind.
  const shell = process.ppid;
  if (process.env.npm_lifecycle_event) setInterval(() => process.ppid === shell || once('SIGTERM'), 200).unref();
}

/** Why the packages have to be installed, as a sentence. */
function reason() {
  const outdated = outdatedPackages();
  if (outdated.length === 0) return 'The last installation of packages was interrupted.';
  const examples = outdated.slice(0, 3).map((name) => name.replace(/^.*node_modules\//, ''));
  const more = outdated.length > 3 ? ` and ${outdated.length - 3} more` : '';
  return `Packages are missing or outdated: ${examples.join(', ')}${more}.`;
}

/** Ends this process only after npm has ended. */
async function install() {
  console.error(reason());
  console.error('Installing them with npm ci: up to 1 GB on disk, one to three minutes ...');
  const npm = spawnNpm();
  lock(npm.pid);
  let signal;
  onStop((received) => {
    signal = received;
    console.error('Stopping the installation ...');
    kill(npm, signal);
    // npm downloads the rest before it rolls back. The next npm ci removes all that is left.
    setTimeout(() => kill(npm, 'SIGKILL'), stopTimeoutMs);
  });
  const code = await new Promise((done) => npm.on('close', done).on('error', () => done(1)));
  // A lock without its process makes the next command install.
  if (signal) process.exit(128 + constants.signals[signal]);
  unlock();
  if (code === 0) return;
  console.error('npm ci failed; its message is above. Remove the cause and run the command again.');
  process.exit(1);
}

async function prepare() {
  // The terminal may be closed before its SIGHUP arrives.
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
prepare().catch((error) => {
  console.error(`The packages cannot be installed: ${error.message}`);
  process.exit(1);
});
