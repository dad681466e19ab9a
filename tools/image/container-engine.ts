import { runProcess } from '../shared/run-process';
import { UserError } from '../shared/user-error';

/** A container engine, which builds images from a Dockerfile. */
export interface Engine {
  readonly name: 'docker' | 'podman' | 'buildah';
}

const names: readonly Engine['name'][] = ['docker', 'podman', 'buildah'];

/** Returns the first container engine that works on this machine; undefined if none works. */
export async function findEngine(stop: AbortSignal): Promise<Engine | undefined> {
  for (const name of names) {
    // docker may be installed without a running daemon. `info` succeeds only if the daemon responds.
    if (await succeeds(name, ['info'], stop)) return { name };
  }
  return undefined;
}

export interface EngineBuild {
  /** The folder of the source, with the Dockerfile. */
  readonly root: string;
  /** The platform of the image, such as `linux/arm64`. */
  readonly platform: string;
  /** The name of the image: `<registry>/<repository>:<tag>` */
  readonly image: string;
  readonly args: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** The path of the file to which the image is exported, in the format of `docker save`. The file must not exist yet. */
  readonly archive: string;
  readonly stop: AbortSignal;
}

/**
 * Builds an image with a container engine, and exports it to a file. The engine uses the user's configuration. Its
 * output is shown.
 * @throws UserError if a step fails
 */
export async function buildArchive({ name }: Engine, build: EngineBuild): Promise<void> {
  const { root, platform, image, args, labels, archive, stop } = build;
  async function run(step: string, command: readonly string[]): Promise<void> {
    const { exitCode } = await runProcess(name, command, {
      cwd: root,
      env: process.env,
      stdio: ['ignore', 'inherit', 'inherit'],
      stop,
    });
    if (exitCode === 0) return;
    throw new UserError(`${name} could not ${step}: ${name} exited with ${exitCode}, and its output is above.`);
  }
  const options = [
    ...Object.entries(args).flatMap(([key, value]) => ['--build-arg', `${key}=${value}`]),
    ...Object.entries(labels).flatMap(([key, value]) => ['--label', `${key}=${value}`]),
    // Only Docker's image format can contain a health check, so podman and buildah must not use the OCI format.
    ...(name === 'docker' ? [] : ['--format', 'docker']),
    // Without --load, a builder that runs in a container does not load the image into docker.
    ...(name === 'docker' && (await succeeds(name, ['buildx', 'version'], stop)) ? ['--load'] : []),
  ];
  await run('build the image', ['build', '--platform', platform, ...options, '--tag', image, '.']);
  await run('export the image', exportCommand(name, image, archive));
}

function exportCommand(name: Engine['name'], image: string, archive: string): string[] {
  if (name === 'docker') return ['save', '--output', archive, image];
  if (name === 'podman') return ['save', '--quiet', '--format', 'docker-archive', '--output', archive, image];
  return ['push', '--quiet', image, `docker-archive:${archive}`];
}

async function succeeds(program: string, args: readonly string[], stop: AbortSignal): Promise<boolean> {
  // The limit is for an engine that hangs: on a busy machine, a working one may need many seconds. The option `timeout` of spawn is not
  // used, because its timer keeps running if the program does not exist.
  const limited = AbortSignal.any([stop, AbortSignal.timeout(60_000)]);
  const ended = await runProcess(program, args, { env: process.env, stop: limited }).catch(() => null);
  stop.throwIfAborted();
  return ended?.exitCode === 0;
}
