import { GitHubClient } from './github-client';

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

/** The GitHub user that is the author of everything that a workflow writes with its token. */
const bot = 'github-actions[bot]';

/** The parts of GitHub's REST API that the workflows use, for one repository. https://docs.github.com/en/rest */
export class GitHub {
  readonly #client: GitHubClient;

  /** Reads the repository and the token from the variables of a workflow. @throws UserError if a variable is missing */
  constructor(variables: NodeJS.ProcessEnv, stop: AbortSignal) {
    this.#client = new GitHubClient(variables, stop);
  }

  async pullRequest(pullRequest: number): Promise<PullRequest> {
    return (await this.#client.request('GET', `/pulls/${pullRequest}`)) as PullRequest;
  }

  /** Returns the comments that workflows have written on an issue or a pull request and that contain this marker, oldest first. */
  async comments(issue: number, marker: string): Promise<readonly Comment[]> {
    const comments = (await this.#client.all<Comment>(`/issues/${issue}/comments`)).filter(isOwn(marker));
    return comments.sort((one, other) => one.id - other.id);
  }

  async addComment(issue: number, body: string): Promise<Comment> {
    return (await this.#client.request('POST', `/issues/${issue}/comments`, { body })) as Comment;
  }

  /** Replaces the text of a comment. @throws GitHubError with the status 404 if the comment was deleted */
  async updateComment(comment: number, body: string): Promise<void> {
    await this.#client.request('PATCH', `/issues/comments/${comment}`, { body });
  }

  async deleteComment(comment: number): Promise<void> {
    await this.#client.request('DELETE', `/issues/comments/${comment}`);
  }

  /** Returns an open issue that a workflow has created and that has this label and this marker; undefined if there is none. */
  async findIssue(label: string, marker: string): Promise<Issue | undefined> {
    return (await this.#client.all<Issue>(`/issues?state=open&labels=${encodeURIComponent(label)}`)).find(
      isOwn(marker),
    );
  }

  /** Creates an issue. GitHub creates the label if it does not exist. */
  async createIssue(issue: { readonly title: string; readonly body: string; readonly labels: readonly string[] }) {
    return (await this.#client.request('POST', '/issues', issue)) as Issue;
  }

  async updateIssue(
    issue: number,
    change: { readonly title?: string; readonly body?: string; readonly state?: 'closed' },
  ): Promise<void> {
    await this.#client.request('PATCH', `/issues/${issue}`, change);
  }
}

/**
 * Returns a function that recognizes the posts of workflows with this marker. The author must match, because other
 * users can also write the marker.
 */
function isOwn(marker: string): (post: Post) => boolean {
  return ({ body, user }) => user?.login === bot && body?.includes(marker) === true;
}
