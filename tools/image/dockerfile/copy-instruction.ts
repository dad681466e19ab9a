import path from 'node:path';
import { bundleFolder } from '../bundle';
import type { Dockerfile, Stage } from './dockerfile';
import { NeedsEngine } from './needs-engine';

/** The commands of a build stage that `withBundle` replaces: they create `app/dist`. */
const buildCommands = [/^npm ci --workspace app$/, /^npm run build --workspace app$/];

/** Folders whose owner or mode in a base may differ from root and 755. An assembled layer would set root and 755. */
const special = /^\/(home|root|tmp|run|var\/tmp)(\/|$)|^\/$/;

/**
 * Returns the destination of the bundle in a COPY of the last stage.
 * @param words its arguments, such as `--from=build /src/app/dist ./`
 * @param workdir the working folder in the image
 * @returns an absolute path in the image
 * @throws NeedsEngine if it copies anything else
 */
export function copyDestination(words: readonly string[], workdir: string, { stages }: Dockerfile): string {
  const [from, ...otherFlags] = words.filter((word) => word.startsWith('--'));
  const [source, destination, ...more] = words.filter((word) => !word.startsWith('--'));
  if (!from?.startsWith('--from=') || otherFlags.length > 0 || !source || !destination || more.length > 0) {
    throw new NeedsEngine(
      `The last stage copies with "COPY ${words.join(' ')}"; only "COPY --from=<stage> <folder> <folder>" can be assembled.`,
    );
  }
  const folder = path.posix.relative(
    workdirOf(buildStage(from.slice('--from='.length), stages)),
    path.posix.resolve('/', source),
  );
  if (folder !== bundleFolder) {
    throw new NeedsEngine(`The last stage copies ${source}, and only ${bundleFolder} can be made without an engine.`);
  }
  const target = path.posix.resolve(workdir, destination);
  if (special.test(target)) {
    throw new NeedsEngine(`The last stage copies to ${target}, and only an engine keeps the owners of folders there.`);
  }
  return target;
}

function buildStage(name: string, stages: readonly Stage[]): Stage {
  const stage = stages.find((one) => one.name === name.toLowerCase()) ?? stages[Number(name)];
  if (!stage) throw new NeedsEngine(`The last stage copies from the image ${name}.`);
  const command = stage.lines
    .filter(({ keyword }) => keyword === 'RUN')
    .map(({ content }) => content.replace(/^(--\S+\s+)*/, ''))
    .find((text) => !buildCommands.some((known) => known.test(text)));
  if (command !== undefined) throw new NeedsEngine(`The build stage runs "${command}".`);
  return stage;
}

function workdirOf({ lines }: Stage): string {
  const folders = lines.filter(({ keyword }) => keyword === 'WORKDIR').map(({ content }) => content);
  return path.posix.resolve('/', ...folders);
}
