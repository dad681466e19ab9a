import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runProcess } from '../shared/process';
import { UserError } from '../shared/user-error';
import type { RegistryCredentials } from './registry-token';

/** A program that builds images from a Dockerfile. */
export interface Engine {
  readonly name: 'docker' | 'podman' | 'buildah';
}

const names: readonly Engine['name'][] = ['docker', 'podman', 'buildah'];

/** The first container engine that works on this machine, or undefined. */
export async function findEngine(stop: AbortSignal): Promise<Engine | undefined> {
  for (const name of names) {
    // A docker client can exist without a daemon: `info` asks the daemon.
    // Not spawn's own timeout, whose timer outlives a program that does not exist.
    const limited = AbortSignal.any([stop, AbortSignal.timeout(10_000)]);
    const ended = await runProcess(name, ['info'], { env: process.env, stop: limited }).catch(() => null);
    stop.throwIfAborted();
    if (ended?.exitCode === 0) return { name };
  }
  return undefined;
}

export interface EngineBuild {
  /** The repository, where the Dockerfile is. */
  readonly root: string;
  /** `linux/arm64`, `linux/amd64`. */
  readonly platform: string;
  /** `<registry>/<repository>:<tag>` */
  readonly image: string;
  readonly args: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly credentials?: RegistryCredentials;
  readonly stop: AbortSignal;
}

/**
 * Builds an image with an engine and pushes it. The engine's own output is shown. The login is kept in a temporary file only.
 * @throws UserError if a step fails
 */
export async function buildWithEngine({ name }: Engine, build: EngineBuild): Promise<void> {
  const { root, platform, image, args, labels, credentials, stop } = build;
  const configuration = await mkdtemp(path.join(tmpdir(), 'engine-'));
  const environment = {
    ...process.env,
    DOCKER_CONFIG: configuration,
    REGISTRY_AUTH_FILE: path.join(configuration, 'auth.json'),
  };
  const registry = image.slice(0, image.indexOf('/'));
  const isLoopback = /^(localhost|127\.|\[::1\])/.test(registry);
  const insecure = isLoopback && name !== 'docker' ? ['--tls-verify=false'] : [];

  async function run(step: string, command: readonly string[], input?: string): Promise<void> {
    const stdio = [input === undefined ? 'ignore' : 'pipe', 'inherit', 'inherit'] as const;
    const { exitCode } = await runProcess(name, command, {
      cwd: root,
      env: environment,
      stdio: [...stdio],
      input,
      stop,
    });
    if (exitCode !== 0)
      throw new UserError(`${name} could not ${step}: it exited with ${exitCode}. Its own message is above.`);
  }

  try {
    const options = [
      ...Object.entries(args).flatMap(([key, value]) => ['--build-arg', `${key}=${value}`]),
      ...Object.entries(labels).flatMap(([key, value]) => ['--label', `${key}=${value}`]),
    ];
    // Docker's format keeps the health check, which OCI's does not know.
    const format = name === 'docker' ? [] : ['--format', 'docker'];
    await run('build the image', ['build', ...format, '--platform', platform, ...options, '--tag', image, '.']);
    if (credentials) {
      const login = ['login', ...insecure, '--username', credentials.user, '--password-stdin', registry];
      await run('log in to the registry', login, credentials.password);
    }
    await run('push the image', ['push', ...insecure, image]);
  } finally {
    await rm(configuration, { recursive: true, force: true });
  }
}
