import { UserError } from '../shared/user-error';

/** Stands for an image where none has been built yet. The name says that nobody can pull it. */
export const sampleImage = `made-up.example/sample@sha256:${'0'.repeat(64)}`;

/** @throws UserError where it is not `<repository>@sha256:<digest>` */
export function parseImage(given: string | undefined): string {
  if (given === undefined) return sampleImage;
  if (/^[^\s@]+@sha256:[0-9a-f]{64}$/.test(given)) return given;
  throw new UserError(
    `--image is "${given}", and must be <repository>@sha256:<64 lower-case hexadecimal digits>: ` +
      'docker push prints the digest. Without --image a made-up one is planned.',
  );
}
