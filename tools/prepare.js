// Runs before every command of package.json: checks the version of Node and installs packages that are missing or outdated.
// It has no dependencies, and Node 16 can run it.
const { spawnSync } = require('node:child_process');
const { readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');

const root = resolve(__dirname, '..');

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

/** @param {string[]} outdated */
function install(outdated) {
  const examples = outdated.slice(0, 3).map((name) => name.replace(/^.*node_modules\//, ''));
  const more = outdated.length > 3 ? ` and ${outdated.length - 3} more` : '';
  console.error(`Packages are missing or outdated: ${examples.join(', ')}${more}.`);
  console.error('Installing them with npm ci: up to 1 GB on disk, about a minute ...');
  // NODE_ENV=production would leave out what the commands need.
  const words = ['ci', '--include=dev', '--no-fund', '--no-audit'];
  const npm = process.env.npm_execpath;
  const { status } = npm
    ? spawnSync(process.execPath, [npm, ...words], { cwd: root, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', words, { cwd: root, stdio: ['ignore', 2, 2], shell: true });
  if (status === 0) return;
  console.error('npm ci failed; its message is above. Remove the cause and run the command again.');
  process.exit(1);
}

if (!isNodeSupported()) {
  console.error(
    `Node ${process.version.slice(1)} found; ${readJson('package.json').engines.node.replace(/^\D+/, '')} or newer is required. ` +
      `Install it from https://nodejs.org, or run \`nvm install\`: .nvmrc names version ${readFileSync(join(root, '.nvmrc'), 'utf8').trim()}.`,
  );
  process.exit(1);
}
const outdated = outdatedPackages();
if (outdated.length > 0) install(outdated);
