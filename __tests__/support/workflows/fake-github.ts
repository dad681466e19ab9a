import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
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
  readonly title: string;
  body: string;
  state: 'open' | 'closed';
  readonly labels: readonly string[];
  readonly user: { readonly login: string };
  readonly html_url: string;
}

const bot = { login: 'github-actions[bot]' };

/** A fake GitHub API with the comments and issues of one repository. A token is the JSON of its job's permissions. */
export class FakeGitHub {
  readonly comments: StoredComment[] = [];
  readonly issues: StoredIssue[] = [];

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

  /** Adds a comment by a user. */
  comment(issue: number, body: string, login = 'mallory'): void {
    this.comments.push({ id: this.comments.length + 1, issue, body, user: { login } });
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', this.address);
    const route = `${request.method} ${pathname.replace('/repos/acme/app', '')}`;
    const token = JSON.parse((request.headers.authorization ?? '').replace('Bearer ', '')) as Permissions;
    const body = JSON.parse((await text(request)) || '{}');
    const isAllowed = request.method === 'GET' || token.issues === 'write' || token['pull-requests'] === 'write';
    const result = isAllowed ? this.#handle(route, body, searchParams) : undefined;
    const status = isAllowed ? (result ? 200 : 404) : 403;
    response.writeHead(status).end(JSON.stringify(result ?? { message: 'Resource not accessible by integration' }));
  }

  #handle(route: string, body: Record<string, never>, search: URLSearchParams): unknown {
    const [, issue = '', ofComment = ''] = /issues\/(?:(\d+)|comments\/(\d+))/.exec(route) ?? [];
    const page = Number(search.get('page')) - 1;
    const paged = (all: readonly unknown[]) => all.slice(page * 100, page * 100 + 100);
    if (/^GET \/issues\/\d+\/comments$/.test(route)) {
      return paged(this.comments.filter((one) => one.issue === Number(issue)));
    }
    if (/^POST \/issues\/\d+\/comments$/.test(route)) {
      this.comments.push({ id: this.comments.length + 1, issue: Number(issue), body: body.body ?? '', user: bot });
      return {};
    }
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
