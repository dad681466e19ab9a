import path from 'node:path';
import { bundleFolder } from '../bundle';
import type { Dockerfile, Stage } from './dockerfile';
import { NeedsEngine } from './needs-engine';

/** The commands of a build stage that `withBundle` replaces, because they create the bundle in `app/dist`. */
const buildCommands = [/^npm ci --workspace app$/, /^npm run build --workspace app$/];

/**
 * Matches folders that may have another owner than root, or another mode than 755, in the base image. In an assembled
 * layer, every folder belongs to root and has the mode 755.
 */
const special = /^\/(home|root|tmp|run|var\/tmp)(\/|$)|^\/$/;

/**
 * Returns the folder in the image to which a COPY instruction of the last stage copies the bundle.
 * @param words the arguments of COPY, such as `--from=build /src/app/dist ./`
 * @param workdir the working folder in the image
 * @returns an absolute path
 * @throws NeedsEngine if COPY copies anything else
 */
export function copyDestination(words: readonly string[], workdir: string, { stages }: Dockerfile): string {
  const [from, ...otherFlags] = words.filter((word) => word.startsWith('--'));
  const [source, destination, ...more] = words.filter((word) => !word.startsWith('--'));
  if (!from?.startsWith('--from=') || otherFlags.length > 0 || !source || !destination || more.length > 0) {
    throw new NeedsEngine(
      `The last stage copies with "COPY ${words.join(' ')}". Without a container engine, only "COPY --from=<stage> <folder> <folder>" is supported.`,
    );
  }
  const folder = path.posix.relative(
    workdirOf(buildStage(from.slice('--from='.length), stages)),
    path.posix.resolve('/', source),
  );
  if (folder !== bundleFolder) {
    throw new NeedsEngine(
      `The last stage copies ${source}. Without a container engine, it can copy only ${bundleFolder}.`,
    );
  }
  const target = path.posix.resolve(workdir, destination);
  if (special.test(target)) {
    throw new NeedsEngine(
      `The last stage copies to ${target}. Only a container engine keeps the owners and modes of folders there.`,
    );
  }
  return target;
}

function buildStage(name: string, stages: readonly Stage[]): Stage {
  const stage = stages.find((one) => one.name === name.toLowerCase()) ?? stages[Number(name)];
  if (!stage)
    throw new NeedsEngine(
      `The last stage copies from the image ${name}. Without a container engine, it can copy only from another stage of the Dockerfile.`,
    );
  const command = stage.lines
    .filter(({ keyword }) => keyword === 'RUN')
    .map(({ content }) => content.replace(/^(--\S+\s+)*/, ''))
    .find((text) => !buildCommands.some((known) => known.test(text)));
  if (command !== undefined)
    throw new NeedsEngine(`The build stage runs "${command}", which needs a container engine.`);
  return stage;
}

function workdirOf({ lines }: Stage): string {
  const folders = lines.filter(({ keyword }) => keyword === 'WORKDIR').map(({ content }) => content);
  return path.posix.resolve('/', ...folders);
}
