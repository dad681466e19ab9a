import { UserError } from '../shared/user-error';

/** A parsed image name: the host of the registry, the repository, and a tag or digest. */
export interface ImageReference {
  /** The host to which requests are sent, with the port if the name has one, such as `registry-1.docker.io` or `127.0.0.1:5000`. */
  readonly registry: string;
  readonly repository: string;
  /** A tag, or a digest: `sha256:` followed by 64 hexadecimal digits. */
  readonly reference: string;
}

const dockerHub = 'registry-1.docker.io';
const dockerHubNames = ['docker.io', 'index.docker.io', dockerHub];

/**
 * Parses an image name as Docker does. The host defaults to Docker Hub, and the tag defaults to `latest`. A digest
 * overrides a tag.
 * @throws UserError with an example if the text is not an image name
 */
export function parseImageReference(text: string): ImageReference {
  const match =
    /^(?:([\w.-]+(?::\d+)?|\[[\da-f:]+\](?::\d+)?)\/)?([a-z\d._/-]+?)(?::([\w][\w.-]{0,127}))?(?:@(sha256:[\da-f]{64}))?$/.exec(
      text,
    );
  if (!match) {
    throw new UserError(
      `"${text}" is not an image name. A valid name is, for example: docker.io/library/node:24.21.0-bookworm-slim`,
    );
  }
  const [, first, rest = '', tag = 'latest', digest] = match;
  const isHost = first !== undefined && (/[.:]/.test(first) || first === 'localhost');
  const registry = isHost ? first : 'docker.io';
  const path = isHost || first === undefined ? rest : `${first}/${rest}`;
  const isOnDockerHub = dockerHubNames.includes(registry);
  return {
    registry: isOnDockerHub ? dockerHub : registry,
    repository: isOnDockerHub && !path.includes('/') ? `library/${path}` : path,
    reference: digest ?? tag,
  };
}
