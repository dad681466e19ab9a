import { fetchErrorReason } from '../shared/fetch-error';
import { UserError } from '../shared/user-error';

/** The error that is thrown if GitHub responds with an error status. */
export class GitHubError extends UserError {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** The maximum page size of GitHub's API. */
const pageSize = 100;

/** Sends requests to GitHub's REST API for one repository. */
export class GitHubClient {
  readonly #base: string;
  readonly #token: string;

  /** Reads the repository and the token from the variables of a workflow. @throws UserError if a variable is missing */
  constructor(
    variables: NodeJS.ProcessEnv,
    private readonly stop: AbortSignal,
  ) {
    const { GITHUB_API_URL: api, GITHUB_REPOSITORY: repository, GITHUB_TOKEN: token } = variables;
    if (!api || !repository || !token) {
      throw new UserError('GITHUB_API_URL, GITHUB_REPOSITORY and GITHUB_TOKEN must be set, as in a GitHub workflow.');
    }
    this.#base = `${api}/repos/${repository}`;
    this.#token = token;
  }

  /** Reads all pages of a list. */
  async all<T>(path: string): Promise<T[]> {
    const separator = path.includes('?') ? '&' : '?';
    const found: T[] = [];
    for (let page = 1; ; page++) {
      const next = (await this.request('GET', `${path}${separator}per_page=${pageSize}&page=${page}`)) as T[];
      found.push(...next);
      if (next.length < pageSize) return found;
    }
  }

  /**
   * Sends a request.
   * @returns the content of the response; undefined if it is empty
   * @throws GitHubError if GitHub responds with an error status, UserError if GitHub does not respond
   */
  async request(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.#base}${path}`, {
      method,
      headers: {
        Accept: 'application/vnd.github+json',
        Authorization: `Bearer ${this.#token}`,
        'X-GitHub-Api-Version': '2022-11-28',
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: this.stop,
    }).catch((error: unknown) => {
      this.stop.throwIfAborted();
      throw new UserError(
        `GitHub is not responding to ${method} ${path}: ${fetchErrorReason(error)}. Run the job again.`,
      );
    });
    const content = await response.text();
    if (response.ok) return content === '' ? undefined : JSON.parse(content);
    const { status } = response;
    throw new GitHubError(status, `GitHub responded with ${status} to ${method} ${path}: ${content}`);
  }
}
