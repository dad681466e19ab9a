// The packages that must be installed. Like ensure-installed.js, this file must run on Node 16.
const { readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');

const root = resolve(__dirname, '../..');

/** Reads a JSON file. @param {string} file the path relative to the root of the repository */
function readJson(file) {
  return JSON.parse(readFileSync(join(root, file), 'utf8'));
}

/**
 * Returns the version of an installed package; undefined if the package is missing.
 * @param {string} folder the package's folder in the repository
 */
function installedVersion(folder) {
  try {
    return readJson(`${folder}/package.json`).version;
  } catch (_error) {
    return undefined;
  }
}

/**
 * Returns the packages that are missing, or whose version differs from package-lock.json. These include packages of
 * this repository that are not linked. Optional packages are ignored, because most of them are for other operating
 * systems.
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

/** Returns a sentence that says why packages must be installed. */
function installReason() {
  const outdated = outdatedPackages();
  if (outdated.length === 0) return 'The last installation of packages was interrupted.';
  const examples = outdated.slice(0, 3).map((name) => name.replace(/^.*node_modules\//, ''));
  const more = outdated.length > 3 ? ` and ${outdated.length - 3} more` : '';
  return `Packages are missing or outdated: ${examples.join(', ')}${more}.`;
}

module.exports = { installReason, outdatedPackages, readJson };
