import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { PullRequest } from '../../../tools/github/github';
import { listenOnLoopback } from '../http/loopback-server';
import type { Permissions } from './workflow';

interface StoredComment {
  readonly id: number;
  readonly issue: number;
  body: string;
  readonly user: { readonly login: string };
}

interface StoredIssue {
  readonly number: number;
  title: string;
  body: string;
  state: 'open' | 'closed';
  readonly labels: readonly string[];
  readonly user: { readonly login: string };
  readonly html_url: string;
}

const bot = { login: 'github-actions[bot]' };
/** `#handle` returns this object after a deletion. */
const deleted = {};

/**
 * A fake GitHub API with one repository, which has one pull request, issues and comments. The token of a job is the JSON of the job's
 * permissions.
 */
export class FakeGitHub {
  comments: StoredComment[] = [];
  /** The current state of the pull request. The event that started a run may be older. */
  pullRequest: PullRequest = { state: 'open', labels: [] };
  readonly issues: StoredIssue[] = [];
  #lastComment = 0;

  private constructor(
    private readonly server: Server,
    readonly address: string,
  ) {}

  static async start(): Promise<FakeGitHub> {
    const server = createServer();
    const fake = new FakeGitHub(server, `http://127.0.0.1:${await listenOnLoopback(server)}`);
    server.on('request', (request, response) => void fake.#respond(request, response));
    return fake;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  /** Adds a comment to an issue or a pull request. */
  comment(issue: number, body: string, login = 'mallory'): StoredComment {
    this.#lastComment += 1;
    const comment = { id: this.#lastComment, issue, body, user: { login } };
    this.comments.push(comment);
    return comment;
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', this.address);
    const route = `${request.method} ${pathname.replace('/repos/acme/app', '')}`;
    const token = JSON.parse((request.headers.authorization ?? '').replace('Bearer ', '')) as Permissions;
    const body = JSON.parse((await text(request)) || '{}');
    const isAllowed = request.method === 'GET' || token.issues === 'write' || token['pull-requests'] === 'write';
    const result = isAllowed ? this.#handle(route, body, searchParams) : undefined;
    const status = isAllowed ? (result === deleted ? 204 : result ? 200 : 404) : 403;
    const content = JSON.stringify(result ?? { message: 'Resource not accessible by integration' });
    response.writeHead(status).end(status === 204 ? undefined : content);
  }

  #handle(route: string, body: Record<string, never>, search: URLSearchParams): unknown {
    const [, issue = '', ofComment = ''] = /issues\/(?:(\d+)|comments\/(\d+))/.exec(route) ?? [];
    const page = Number(search.get('page')) - 1;
    const paged = (all: readonly unknown[]) => all.slice(page * 100, page * 100 + 100);
    if (/^GET \/issues\/\d+\/comments$/.test(route)) {
      return paged(this.comments.filter((one) => one.issue === Number(issue)));
    }
    if (/^POST \/issues\/\d+\/comments$/.test(route)) {
      return this.comment(Number(issue), body.body ?? '', bot.login);
    }
    if (/^DELETE \/issues\/comments\/\d+$/.test(route)) {
      const others = this.comments.filter(({ id }) => id !== Number(ofComment));
      if (others.length === this.comments.length) return undefined;
      this.comments = others;
      return deleted;
    }
    if (/^GET \/pulls\/\d+$/.test(route)) return this.pullRequest;
    if (/^PATCH \/issues\/comments\/\d+$/.test(route)) {
      const found = this.comments.find(({ id }) => id === Number(ofComment));
      return found && Object.assign(found, body);
    }
    if (route === 'GET /issues') {
      const label = search.get('labels') ?? '';
      return paged(this.issues.filter(({ state, labels }) => state === 'open' && labels.includes(label)));
    }
    if (route === 'POST /issues') {
      const number = this.issues.length + 1;
      const { title = '', body: content = '', labels = [] } = body;
      this.issues.push({ number, title, body: content, state: 'open', labels, user: bot, html_url: `issue ${number}` });
      return this.issues.at(-1);
    }
    if (/^PATCH \/issues\/\d+$/.test(route)) {
      const found = this.issues.find(({ number }) => number === Number(issue));
      return found && Object.assign(found, body);
    }
    return undefined;
  }
}
