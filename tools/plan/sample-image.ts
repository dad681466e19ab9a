import { UserError } from '../shared/user-error';

/** The image of an offline plan without `--image`. Its registry does not exist. */
export const sampleImage = `made-up.example/sample@sha256:${'0'.repeat(64)}`;

/**
 * Parses the option `--image`.
 * @returns the value of the option; the sample image if the option is missing
 * @throws UserError if the value is not `<repository>@sha256:<digest>`
 */
export function parseImage(given: string | undefined): string {
  if (given === undefined) return sampleImage;
  if (/^[^\s@]+@sha256:[0-9a-f]{64}$/.test(given)) return given;
  throw new UserError(
    `--image is "${given}"; it must be <repository>@sha256:<64 lower-case hexadecimal digits>. ` +
      'docker push prints the digest. Without --image, the plan uses a sample image.',
  );
}
