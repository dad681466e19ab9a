import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { logIn } from '../preflight/preflight';
import { logInToRegistry } from '../preflight/registry-login';
import { loadEnvironment } from '../shared/environment';
import type { Step } from './step';

/**
 * Writes the login to the registry of an environment into docker's configuration file, which GitHub actions read. The
 * login is valid for twelve hours.
 */
export const writeRegistryLogin: Step = async ([name = ''], { variables, stop }) => {
  const { host, credentials } = await logInToRegistry(await logIn(await loadEnvironment(name, stop)));
  const auth = Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64');
  const folder = variables.DOCKER_CONFIG || path.join(variables.HOME || homedir(), '.docker');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'config.json'), JSON.stringify({ auths: { [host]: { auth } } }), { mode: 0o600 });
};
