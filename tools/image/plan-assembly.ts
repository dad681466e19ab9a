import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type BaseImage, type BaseImageProps, readNamedBase } from './base-image';
import { readLastStage } from './dockerfile/last-stage';
import { NeedsEngine } from './dockerfile/needs-engine';
import type { RunConfig } from './manifest';

/** The parts of an assembled image, except the app's bundle. */
export interface Assembly {
  /** The name of the base image, as in the Dockerfile. */
  readonly name: string;
  readonly base: BaseImage;
  /** How to run the image: its command, environment variables, user and ports. */
  readonly run: RunConfig;
  /** The absolute paths in the image to which the bundle is copied. */
  readonly destinations: readonly string[];
}

/**
 * Reads the last stage of the Dockerfile, and that stage's base image.
 * @param root the folder of the source, with the Dockerfile
 * @param args the build arguments by name, as for `docker build --build-arg`
 * @returns the parts of the image, or the reason why the image needs a container engine
 * @throws UserError if the base image cannot be read
 */
export async function planAssembly(
  root: string,
  args: Readonly<Record<string, string>>,
  props: BaseImageProps,
): Promise<Assembly | NeedsEngine> {
  const dockerfile = await readFile(path.join(root, 'Dockerfile'), 'utf8');
  const stage = readLastStage(dockerfile, args, props.platform);
  if (stage instanceof NeedsEngine) return stage;
  const base = await readNamedBase(stage.base, props);
  const result = stage.on(base.config.config ?? {});
  return result instanceof NeedsEngine ? result : { name: stage.base, base, ...result };
}
