import { fetchErrorReason } from '../shared/fetch-error';
import { UserError } from '../shared/user-error';

/** An issue, or a comment on an issue or a pull request. */
export interface Post {
  readonly body: string | null;
  readonly user: { readonly login: string } | null;
}

export interface Comment extends Post {
  readonly id: number;
}

export interface Issue extends Post {
  readonly number: number;
  readonly html_url: string;
}

export interface PullRequest {
  readonly state: 'open' | 'closed';
  readonly labels: readonly { readonly name: string }[];
}

/** The error that is thrown if GitHub responds with an error status. */
export class GitHubError extends UserError {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** The GitHub user that is the author of everything that a workflow writes with its token. */
const bot = 'github-actions[bot]';
/** The maximum page size of GitHub's API. */
const pageSize = 100;

/** The parts of GitHub's REST API that the workflows use, for one repository. https://docs.github.com/en/rest */
export class GitHub {
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

  async pullRequest(pullRequest: number): Promise<PullRequest> {
    return (await this.#request('GET', `/pulls/${pullRequest}`)) as PullRequest;
  }

  /** Returns the comments that workflows have written on an issue or a pull request and that contain this marker, oldest first. */
  async comments(issue: number, marker: string): Promise<readonly Comment[]> {
    const comments = (await this.#all<Comment>(`/issues/${issue}/comments`)).filter(isOwn(marker));
    return comments.sort((one, other) => one.id - other.id);
  }

  async addComment(issue: number, body: string): Promise<Comment> {
    return (await this.#request('POST', `/issues/${issue}/comments`, { body })) as Comment;
  }

  /** Replaces the text of a comment. @throws GitHubError with the status 404 if the comment was deleted */
  async updateComment(comment: number, body: string): Promise<void> {
    await this.#request('PATCH', `/issues/comments/${comment}`, { body });
  }

  async deleteComment(comment: number): Promise<void> {
    await this.#request('DELETE', `/issues/comments/${comment}`);
  }

  /** Returns an open issue that a workflow has created and that has this label and this marker; undefined if there is none. */
  async findIssue(label: string, marker: string): Promise<Issue | undefined> {
    return (await this.#all<Issue>(`/issues?state=open&labels=${encodeURIComponent(label)}`)).find(isOwn(marker));
  }

  /** Creates an issue. GitHub creates the label if it does not exist. */
  async createIssue(issue: { readonly title: string; readonly body: string; readonly labels: readonly string[] }) {
    return (await this.#request('POST', '/issues', issue)) as Issue;
  }

  async updateIssue(
    issue: number,
    change: { readonly title?: string; readonly body?: string; readonly state?: 'closed' },
  ): Promise<void> {
    await this.#request('PATCH', `/issues/${issue}`, change);
  }

  async #all<T>(path: string): Promise<T[]> {
    const separator = path.includes('?') ? '&' : '?';
    const found: T[] = [];
    for (let page = 1; ; page++) {
      const next = (await this.#request('GET', `${path}${separator}per_page=${pageSize}&page=${page}`)) as T[];
      found.push(...next);
      if (next.length < pageSize) return found;
    }
  }

  async #request(method: string, path: string, body?: object): Promise<unknown> {
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

/**
 * Returns a function that recognizes the posts of workflows with this marker. The author must match, because other
 * users can also write the marker.
 */
function isOwn(marker: string): (post: Post) => boolean {
  return ({ body, user }) => user?.login === bot && body?.includes(marker) === true;
}
