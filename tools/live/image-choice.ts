import { UserError } from '../shared/user-error';
import { digestIn, type ImageHistoryEntry } from './image-history';

const none = 'none';

/** Formats the history of images as a table, the newest first. */
export function formatHistory(history: readonly ImageHistoryEntry[]): string {
  if (history.length === 0) return 'Nothing has been deployed yet.';
  return history
    .map(({ image, time, deployedBy, versions, isDeleted }, index) => {
      const what = image === none ? 'parked' : versions.join(', ') || digestIn(image).slice(0, 19);
      const who = deployedBy.slice(deployedBy.lastIndexOf('/') + 1);
      return `${index === 0 ? '*' : ' '} ${what.padEnd(32)} ${time ? formatTime(time) : ''}  ${who}${isDeleted ? ', since deleted' : ''}`;
    })
    .join('\n');
}

function formatTime(time: Date): string {
  return `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** Returns how messages refer to an image: by its version, or by its full name if the image has no tag. */
export function describeImage({ image, versions: [version] }: ImageHistoryEntry): string {
  return version === undefined ? image : `version ${version}`;
}

export interface ImageChoice {
  /** A version or digest, or its first characters. @default the newest image that differs from `current` */
  readonly wanted?: string | undefined;
  /**
   * The image that ECS runs or is starting. @default the newest image of the history. In a parked environment, that is the
   * last image that ran
   */
  readonly current?: string | undefined;
}

/**
 * Chooses the image for a rollback.
 * @throws UserError if no image or more than one image matches, or if the matching image was deleted
 */
export function chooseImage(
  history: readonly ImageHistoryEntry[],
  environment: string,
  choice: ImageChoice = {},
): ImageHistoryEntry {
  return requireExisting(findImage(history, environment, choice), history, environment);
}

function findImage(
  history: readonly ImageHistoryEntry[],
  environment: string,
  { wanted, current = history.find(({ image }) => image !== none)?.image }: ImageChoice,
): ImageHistoryEntry {
  const images = distinct(history);
  if (wanted === undefined) {
    const previous = images.find(({ image }) => image !== current);
    if (previous) return previous;
    const isParked = history[0]?.image === none && images.length > 0;
    const hint = isParked ? ` To start the last image: npm run unpark ${environment}` : '';
    throw new UserError(`There is no earlier image of ${environment} to roll back to.${hint}`);
  }
  const digest = wanted.replace(/^sha256:/, '');
  const namesOf = ({ image, versions }: ImageHistoryEntry) => [...versions, digestIn(image).replace('sha256:', '')];
  // An exact match wins: the version of a clean commit is also a prefix of the versions of that commit with uncommitted changes.
  const exact = images.filter((image) => namesOf(image).some((name) => name === wanted || name === digest));
  const begun = images.filter((image) => namesOf(image).some((name) => name.startsWith(digest)));
  const matches = exact.length > 0 ? exact : begun;
  const [match, other] = matches;
  if (match && !other) return match;
  throw new UserError(
    match
      ? `"${wanted}" matches more than one image of ${environment}: ${listed(matches)}. Use more characters.`
      : `No image of ${environment} has the version or digest "${wanted}". Available images: ${listed(images) || 'none'}.`,
  );
}

/** Returns each image of the history once. Entries from times when the environment was parked contain no image and are left out. */
function distinct(history: readonly ImageHistoryEntry[]): ImageHistoryEntry[] {
  return history.filter(
    ({ image }, index) => image !== none && history.findIndex((other) => other.image === image) === index,
  );
}

/** Returns the image. @throws UserError if the image was deleted from the repository, so that tasks could not start with it */
function requireExisting(
  image: ImageHistoryEntry,
  history: readonly ImageHistoryEntry[],
  environment: string,
): ImageHistoryEntry {
  if (!image.isDeleted) return image;
  const others = distinct(history).filter(({ isDeleted }) => !isDeleted);
  const remedy =
    others.length > 0
      ? `Choose another version with npm run rollback ${environment} -- --to <version>: ${listed(others)}`
      : `Deploy a new image: npm run deploy ${environment}`;
  throw new UserError(`The image ${listed([image])} was deleted from the repository of ${environment}. ${remedy}`);
}

function listed(images: readonly ImageHistoryEntry[]): string {
  return images.map(({ versions, image }) => versions[0] ?? digestIn(image).slice(0, 19)).join(', ');
}

/** Returns the last image that ran in a parked environment. @throws UserError if no image has run, or if the image was deleted */
export function lastImage(history: readonly ImageHistoryEntry[], environment: string): ImageHistoryEntry {
  const last = history.find(({ image }) => image !== none);
  if (last) return requireExisting(last, history, environment);
  throw new UserError(`No image has run yet in ${environment}. Deploy one: npm run deploy ${environment}`);
}
