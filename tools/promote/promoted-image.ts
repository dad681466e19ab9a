import { createAwsClients } from '../aws/clients';
import type { Steps } from '../console/steps';
import { type BaseImage, PlatformMissing, readBaseImage } from '../image/base-image';
import { parseImageReference } from '../image/image-reference';
import { parsePlatform } from '../image/manifest';
import { Registry } from '../image/registry/registry';
import { readRecords } from '../live/image-history';
import { belongsTo, readCaller } from '../preflight/preflight';
import { credentialsFor, logInToRegistry } from '../preflight/registry-login';
import type { SynthesizedEnvironment } from '../shared/environment';
import { UserError } from '../shared/user-error';
import { TerraformStack } from '../terraform/terraform-stack';
import type { ImageSource } from './image-copy';

/** The image that an environment runs, and that another environment gets. */
export interface PromotedImage extends ImageSource {
  /** The version of the app in the image. */
  readonly version: string;
}

export interface FindProps {
  /** The environment that gets the image, and the platform that the image must have there. */
  readonly target: Pick<SynthesizedEnvironment, 'name' | 'platform'>;
  readonly steps: Steps;
  readonly stop: AbortSignal;
}

/**
 * Finds the image that an environment runs: the last one that became healthy there.
 * @throws UserError if the environment runs no image, if the image is for another platform, or if the credentials do
 * not allow access to the image
 */
export async function findPromotedImage(
  environment: SynthesizedEnvironment,
  { target, steps, stop }: FindProps,
): Promise<PromotedImage> {
  const { name, region } = environment;
  const aws = createAwsClients(region);
  const isOwn = belongsTo(environment, await readCaller(aws));
  // The deployment history in another account cannot be read, so the image is read from the environment's state. The
  // repository can allow other accounts to pull this image.
  const image = isOwn ? (await readRecords({ environment, aws }))[0]?.image : await imageInState(environment, stop);
  if (image === undefined) {
    throw new UserError(
      `${name} runs no image, because nothing has been deployed there yet. To deploy: npm run deploy ${name}`,
    );
  }
  if (image === 'none')
    throw new UserError(`${name} runs no image, because it is parked. To start it: npm run unpark ${name}`);
  const reference = parseImageReference(image);
  const { registry: host } = reference;
  const registry = new Registry({ host, credentials: credentialsFor(host, await logInToRegistry(aws)), stop });
  const found = await steps.run(`Find the image of ${name}`, () =>
    readBaseImage(registry, reference, parsePlatform(target.platform)).catch((error: unknown) => {
      if (!(error instanceof PlatformMissing)) throw error;
      throw new UserError(
        `${error.message} ${target.name} needs a different platform from ${name}, but a promotion never builds an image. Use the same architecture in both files, or run npm run deploy ${target.name}.`,
      );
    }),
  );
  return { registry, repository: reference.repository, digest: found.digest, version: versionOf(found) };
}

/** Returns the image that the last apply deployed, according to the environment's state; undefined if there is none. */
async function imageInState({ folder, state }: SynthesizedEnvironment, stop: AbortSignal): Promise<string | undefined> {
  const terraform = new TerraformStack({ folder, state, stop });
  await terraform.init();
  const { deployed_image: image } = await terraform.outputs();
  return typeof image === 'string' ? image : undefined;
}

/** Returns the version in the configuration of an image. For an image without a version, returns the digest. */
function versionOf({ config: { config = {} }, digest }: BaseImage): string {
  const variable = config.Env?.find((one) => one.startsWith('APP_VERSION='))?.slice('APP_VERSION='.length);
  return variable || config.Labels?.['org.opencontainers.image.version'] || digest.slice('sha256:'.length, 19);
}
